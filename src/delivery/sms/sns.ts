import { AwsV4Signer } from 'aws4fetch'
import { z } from 'zod'
import type { TextFailure } from '../../engine/text-failure.ts'
import { ask, failureOfStatus } from './ask.ts'
import { TextNotSent } from './failure.ts'
import { defineSmsProvider } from './provider.ts'

const VERSION = '2010-03-31'

const settings = z.object({
  SNS_REGION: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a region such as eu-west-1').describe('The region, such as `eu-west-1`; not every region sends texts.'),
  SNS_ACCESS_KEY_ID: z.string().min(16).describe('An access key that may `sns:Publish` and, for the check at start, `sns:GetSMSAttributes`.'),
  SNS_SECRET_ACCESS_KEY: z.string().min(1).describe('Its secret.'),
  SNS_SESSION_TOKEN: z.string().min(1).optional().describe('Its session token, where the key is a temporary one.'),
  SNS_SENDER_ID: z.string().regex(/^(?=.*[A-Za-z])[A-Za-z0-9-]{1,11}$/, '1 to 11 letters, digits and hyphens, one letter at least').optional().describe('A name as the sender, where the country allows it.'),
  SNS_ORIGINATION_NUMBER: z.string().regex(/^\+?[0-9]{3,15}$/).optional().describe('A number of yours as the sender.'),
  SNS_API_URL: z.url().optional().describe('Another endpoint, such as that of your own network.'),
})

/** Amazon SNS: Publish to a phone number (API version 2010-03-31). It has no webhook, so its texts stay at "sent". */
export const sns = defineSmsProvider({
  name: 'sns',
  settings,
  create(given, { fetch }) {
    const url = given.SNS_API_URL ?? `https://sns.${given.SNS_REGION}.amazonaws.com/`
    const attributes: Readonly<Record<string, string | undefined>> = {
      'AWS.SNS.SMS.SMSType': 'Transactional', // the other kind is sent when it suits
      'AWS.SNS.SMS.SenderID': given.SNS_SENDER_ID,
      'AWS.MM.SMS.OriginationNumber': given.SNS_ORIGINATION_NUMBER,
    }

    return {
      async send({ to, body, signal }) {
        const named = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined)
        const fields = named.flatMap(([name, value], index) => {
          const entry = `MessageAttributes.entry.${index + 1}`
          return [[`${entry}.Name`, name], [`${entry}.Value.DataType`, 'String'], [`${entry}.Value.StringValue`, value]]
        })
        const answer = await call({ Action: 'Publish', PhoneNumber: to, Message: body, ...Object.fromEntries(fields) }, signal)
        return { messageId: elementIn(answer, 'MessageId') }
      },

      async check(signal) {
        await call({ Action: 'GetSMSAttributes' }, signal)
      },
    }

    async function call(parameters: Record<string, string>, signal: AbortSignal): Promise<string> {
      const signer = new AwsV4Signer({
        url,
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: new URLSearchParams({ ...parameters, Version: VERSION }).toString(),
        service: 'sns',
        region: given.SNS_REGION,
        accessKeyId: given.SNS_ACCESS_KEY_ID,
        secretAccessKey: given.SNS_SECRET_ACCESS_KEY,
        ...(given.SNS_SESSION_TOKEN === undefined ? {} : { sessionToken: given.SNS_SESSION_TOKEN }),
      })
      const { method, headers, body } = await signer.sign()
      const answer = await ask(fetch, url, { method, headers, body: String(body), signal })
      if (answer.status === 200) return answer.body
      const code = elementIn(answer.body, 'Code') ?? ''
      const message = elementIn(answer.body, 'Message') ?? ''
      throw new TextNotSent(failureOf(code, message) ?? failureOfStatus(answer.status), `answered ${answer.status}, ${code}: ${message}`, answer)
    }
  },
})

/**
 * Codes of the operation (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html) and those common to all of AWS
 * ("Common Errors"). Where a code says too little, the message names the parameter: AWS documents no words of it, so what is
 * not recognized is a refused request, and the next provider is asked.
 */
function failureOf(code: string, message: string): TextFailure | undefined {
  if (/^(?:InvalidParameter|ParameterValueInvalid|InvalidParameterValue|ValidationException|ValidationError)$/.test(code)) {
    if (/quota|spend/i.test(message)) return 'no-balance'
    if (/origination|sender/i.test(message)) return 'sender-refused'
    return /phone ?number/i.test(message) ? 'invalid-number' : 'request-refused'
  }
  if (code === 'OptedOut' || code === 'OptedOutException') return 'blocked'
  if (/Throttl|RequestLimitExceeded|TooManyRequests/i.test(code)) return 'rate-limited'
  if (/^(?:Internal(?:Error|Failure)|ServiceUnavailable)/.test(code)) return 'unavailable'
  if (/Authoriz|AccessDenied|Signature|Token|InvalidSecurity|OptInRequired|UnrecognizedClient|RequestExpired/.test(code)) return 'credentials'
  return undefined
}

/** The text of one element of an answer; AWS puts no markup inside these. */
function elementIn(xml: string, name: string): string | null {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? null
}

import { SMTPServer } from 'smtp-server'

/**
 * A mail server in a process of its own. It prints a line of JSON for each
 * message that it has taken, before it says so to whoever sent it, and refuses
 * by the part of the address before the @: `unknown`, `later`, `spam`.
 *
 * @typedef {{ port: number, tls: 'none' | 'starttls' | 'implicit', cert: string, key: string, password: string | null, hold: number | null }} Options
 */

const options = /** @type {Options} */ (JSON.parse(process.env['SMTP_OPTIONS'] ?? '{}'))
let taken = 0

const server = new SMTPServer({
  secure: options.tls === 'implicit',
  hideSTARTTLS: options.tls !== 'starttls',
  ...(options.tls === 'none' ? {} : { cert: options.cert, key: options.key }),
  authOptional: options.password === null,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  logger: false,
  onAuth({ username, password }, _session, done) {
    if (password === options.password) return done(null, { user: username })
    done(Object.assign(new Error('5.7.8 Authentication credentials invalid'), { responseCode: 535 }))
  },
  onRcptTo({ address }, _session, done) {
    if (address.startsWith('unknown')) return done(Object.assign(new Error(`5.1.1 <${address}> is nobody here`), { responseCode: 550 }))
    if (address.startsWith('later')) return done(Object.assign(new Error('4.7.1 Greylisted, try again later'), { responseCode: 451 }))
    done()
  },
  onData(stream, session, done) {
    /** @type {Buffer[]} */
    const chunks = []
    stream.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk))
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope
      if (rcptTo.some(({ address }) => address.startsWith('spam'))) return done(Object.assign(new Error('5.7.1 Looks like spam'), { responseCode: 554 }))
      const facts = {
        from: mailFrom === false ? null : mailFrom.address,
        to: rcptTo.map(({ address }) => address),
        isEncrypted: session.secure,
        user: session.user ?? null,
        raw: Buffer.concat(chunks).toString('base64'),
      }
      process.stdout.write(`${JSON.stringify(facts)}\n`)
      taken++
      // From here on whoever sent it never learns that it was taken.
      if (options.hold === null || taken < options.hold) done()
    })
  },
})

server.on('error', () => {}) // a client that breaks off is none of ours
server.listen(options.port, '127.0.0.1', () => process.stdout.write('"listening"\n'))

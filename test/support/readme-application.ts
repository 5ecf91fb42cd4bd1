import { type Client, createNightlatch, type Host, type HostUser, type Organization } from '../../src/index.ts'

/**
 * What README.md tells an application to write, line by line: the compiler checks it here, and
 * `test/readme.test.ts` runs it and sees that the two are the same.
 */
export async function readmeApplication(host: Host) {
  const publicUrl = 'https://crm.example.org'
  const nightlatch = await createNightlatch({
    databaseUrl: process.env.DATABASE_URL!, keys: process.env.NIGHTLATCH_KEYS!,
    publicUrl, applicationName: 'Donor Desk',
    host, // currentUser, confirmPassword, completeSignIn, endSessions: see `Host`
  })

  return {
    nightlatch,

    async signIn(request: Request, organization: Organization, user: HostUser, { address, agent }: Client): Promise<Response> {
      // After a correct password, instead of opening the session yourself:
      await nightlatch.people.save(organization, user)
      return await nightlatch.signIn.begin(request, { user, client: { address, agent } })
    },

    async twoStep(request: Request, { address, agent }: Client): Promise<Response> {
      // Everything below /two-step:
      return await nightlatch.handler(request, { address, agent })
    },

    async ownPage(organization: Pick<Organization, 'id'>, user: Pick<HostUser, 'id'>): Promise<Response> {
      // Each of your own pages, for somebody signed in:
      const required = await nightlatch.people.requirementFor(organization.id, user.id)
      if (required.kind === 'set-up') return Response.redirect(new URL(required.url, publicUrl), 303)
      if (required.kind === 'sign-out') return Response.redirect(new URL('/login', publicUrl), 303)
      return new Response('<h1>Donors</h1>')
    },
  }
}

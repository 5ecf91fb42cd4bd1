import { hash as argon2Hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { createPasswordHasher, HashingBusyError, MAX_PASSWORD_LENGTH } from '../../src/crypto/password.ts'

const hasher = createPasswordHasher()
const light = { memoryKiB: 1024, passes: 1, parallelism: 1 }

describe('createPasswordHasher', () => {
  it('hashes with Argon2id, 19 MiB, two passes, one lane and a salt of its own', async () => {
    const stored = await hasher.hash('correct horse')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await hasher.hash('correct horse')).not.toBe(stored)
  })

  it('recognizes the password and no other', async () => {
    const stored = await hasher.hash('correct horse')
    expect(await hasher.verify(stored, 'correct horse')).toBe(true)
    expect(await hasher.verify(stored, 'Correct horse')).toBe(false)
    expect(await hasher.verify(stored, '')).toBe(false)
  })

  it('recognizes a password typed on a keyboard that composes letters in another way', async () => {
    const stored = await hasher.hash('cafe\u0301 \uFB01') // combining accent, ligature fi
    expect(await hasher.verify(stored, 'caf\u00E9 fi')).toBe(true)
  })

  it('says no for an unknown user, whose password waits for its turn and is hashed like any other', async () => {
    const oneAtATime = createPasswordHasher({ concurrency: 1 })
    const stored = await oneAtATime.hash('correct horse')
    const answered: string[] = []
    const verify = async (user: string, hash: string | null) => {
      expect(await oneAtATime.verify(hash, 'wrong')).toBe(false)
      answered.push(user)
    }
    await Promise.all([verify('known', stored), verify('unknown', null), verify('also known', stored)])
    expect(answered).toEqual(['known', 'unknown', 'also known'])
  })

  it('takes a thousand characters and no more', async () => {
    const hasher = createPasswordHasher(light)
    const longest = 'x'.repeat(MAX_PASSWORD_LENGTH)
    expect(await hasher.verify(await hasher.hash(longest), longest)).toBe(true)
    await expect(hasher.hash(`${longest}x`)).rejects.toThrow(RangeError)
    expect(await hasher.verify(await hasher.hash(longest), `${longest}x`)).toBe(false)
  })

  it('asks for a new hash when the settings or the algorithm have changed', async () => {
    const stored = await createPasswordHasher(light).hash('correct horse')
    expect(createPasswordHasher(light).needsRehash(stored)).toBe(false)
    expect(createPasswordHasher({ ...light, memoryKiB: 2048 }).needsRehash(stored)).toBe(true)
    expect(createPasswordHasher({ ...light, passes: 2 }).needsRehash(stored)).toBe(true)
    expect(createPasswordHasher({ ...light, parallelism: 2 }).needsRehash(stored)).toBe(true)
    const argon2i = await argon2Hash('correct horse', { algorithm: 1, memoryCost: 1024, timeCost: 1 })
    expect(createPasswordHasher(light).needsRehash(argon2i)).toBe(true)
    expect(await createPasswordHasher(light).verify(argon2i, 'correct horse')).toBe(true)
  })

  it('throws for a stored hash that is none, instead of calling the password wrong', async () => {
    await expect(hasher.verify('plain text', 'plain text')).rejects.toThrow(Error)
    expect(() => hasher.needsRehash('plain text')).toThrow(Error)
  })

  it('turns a flood away, for known and unknown users alike, and recovers from it', async () => {
    const hasher = createPasswordHasher({ ...light, concurrency: 1, queueLimit: 2 })
    const stored = await hasher.hash('correct horse')
    const answers = await Promise.allSettled([stored, null, stored, null, stored].map((hash) => hasher.verify(hash, 'wrong')))
    expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(answers[3]).toMatchObject({ reason: expect.any(HashingBusyError) })
    expect(await hasher.verify(stored, 'correct horse')).toBe(true)
  })
})

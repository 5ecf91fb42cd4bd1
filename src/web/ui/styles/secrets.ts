/** QR code, key and backup codes: what is shown once. */
export const secrets = `
.qr { display: block; width: min(100%, 15rem); margin-inline: auto; border: 1px solid var(--line); border-radius: 1rem; background: #fff; forced-color-adjust: none; }
.key { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: space-between; padding: .875rem 1rem; border-radius: .875rem; background: var(--raised); }
.key code { font-size: 1.0625rem; font-weight: 600; line-height: 1.7; word-spacing: .25em; }
.backup { display: grid; gap: .125rem 1.5rem; padding: 1rem; border-radius: 1rem; background: var(--raised); list-style: none; font-size: 1rem; font-weight: 600; text-align: center; }
.backup li { padding-block: .1875rem; white-space: nowrap; }
.on-phone, .on-paper { display: none; }
@media (pointer: coarse), (max-width: 40rem) { .on-phone { display: block; text-align: center; } }
.apps { display: grid; gap: .75rem; counter-reset: step; list-style: none; }
.apps li { display: grid; grid-template-columns: 1.75rem 1fr; gap: .75rem; }
.apps li::before { counter-increment: step; content: counter(step); display: grid; place-items: center; width: 1.75rem; height: 1.75rem; border-radius: 50%; background: var(--accent-tint); color: var(--link); font-size: .875rem; font-weight: 700; }
.gains { display: grid; gap: 1.125rem; list-style: none; }
.gains li { display: flex; gap: .875rem; }
.gains .icon { color: var(--link); margin-top: .0625rem; }
@media (min-width: 27rem) { .backup { grid-template-columns: 1fr 1fr; column-gap: 1rem; padding-inline: .75rem; font-size: .875rem; } }
`

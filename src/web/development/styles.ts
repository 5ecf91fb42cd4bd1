/** Looks of the development phone and mailbox. */
export const styles = `
.phones { display: flex; flex-wrap: wrap; gap: 2rem; justify-content: center; align-items: flex-start; }
.handset { --bezel: #16181d; position: relative; display: flex; flex-direction: column; width: 100%; max-width: 23rem; height: 44rem; max-height: max(32rem, 82vh); overflow: hidden; border: .625rem solid var(--bezel); border-radius: 3.25rem; background: var(--surface); box-shadow: 0 0 0 1px #80848f, 0 2.5rem 4rem -2rem #0008; }
.status-bar { display: grid; grid-template-columns: 1fr auto 1fr; align-items: center; padding: .75rem 1.625rem .5rem; font-size: .875rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.status-bar .island { width: 5.5rem; height: 1.5rem; border-radius: 1rem; background: var(--bezel); }
.status-bar svg { justify-self: end; width: 3.5rem; fill: currentColor; }
.status-bar .outline { fill: none; stroke: currentColor; stroke-width: 1; opacity: .6; }
.handset > header { padding: .5rem 1rem .75rem; border-bottom: 1px solid var(--line); text-align: center; }
.handset > header h2 { font-size: 1rem; }
.handset > header p { color: var(--muted); font-size: .8125rem; }
.face { display: grid; place-items: center; flex: none; width: 2.75rem; height: 2.75rem; border-radius: 50%; background: var(--fill); color: var(--on-fill); font-weight: 700; }
.handset > header .face { margin: 0 auto .25rem; }
.thread { display: flex; flex-direction: column-reverse; flex: 1; overflow-y: auto; padding: 1rem .875rem; }
.thread:focus-visible { outline-offset: -3px; border-radius: .5rem; }
.thread ol { display: grid; gap: .875rem; margin-bottom: auto; list-style: none; }
.thread li { display: flex; flex-direction: column; align-items: flex-start; }
.thread .day { align-self: center; margin-block: .25rem .625rem; color: var(--muted); font-size: .8125rem; font-weight: 600; }
.bubble { position: relative; max-width: 88%; padding: .625rem .9375rem; border-radius: 1.25rem 1.25rem 1.25rem .375rem; background: var(--raised); font-size: 1rem; line-height: 1.4; white-space: pre-line; overflow-wrap: anywhere; }
.bubble u { font-family: inherit; font-weight: 650; text-decoration-thickness: 1px; text-underline-offset: .2em; color: var(--link); }
.bubble.newest { transform-origin: 0 100%; animation: arrive .45s cubic-bezier(.2, 1.5, .4, 1); }
@keyframes arrive { from { opacity: 0; transform: scale(.6) translateY(1rem); } }
.thread .at { margin: .1875rem 0 0 .5rem; color: var(--muted); font-size: .75rem; }
.thread .button { margin-top: .625rem; border-radius: 2rem; }
.home-bar { align-self: center; flex: none; width: 8rem; height: .3125rem; margin: .5rem 0 .5625rem; border-radius: 1rem; background: var(--ink); }
.locked { --surface: #24345f; --ink: #fff; color: #fff; background: radial-gradient(circle at 20% 10%, #4a6fd8, #0000 60%), radial-gradient(circle at 90% 70%, #8a5bc9, #0000 55%), #1c2547; }
.face-of-clock { margin-top: 2.5rem; text-align: center; }
.face-of-clock .hour { font-size: 5.25rem; line-height: 1.1; font-weight: 300; letter-spacing: -.03em; font-variant-numeric: tabular-nums; }
.quiet-note { margin: auto .875rem 1.5rem; padding: .875rem 1.125rem; border-radius: 1.375rem; background: #10162ccc; font-size: .9375rem; line-height: 1.45; }
.mails { list-style: none; overflow: hidden; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; padding: 1rem 1.125rem; color: inherit; text-decoration: none; }
.mails a:hover { background: var(--raised); }
.mails a:focus-visible { outline-offset: -3px; }
.mails .about { display: grid; flex: 1 1 10rem; min-width: 0; }
.mails time { margin-inline-start: 3.75rem; }
.mails .about span { overflow-wrap: anywhere; }
iframe.mail { display: block; width: 100%; height: 38rem; }
.mail-text { padding: 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .9375rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
@media (min-width: 40rem) { .mails time { margin: 0; } }
@media (prefers-color-scheme: dark) { .handset { --bezel: #3d424e; } .status-bar .island { background: #000; } }
@media (prefers-reduced-motion: reduce) { .bubble.newest { animation: none; } }
`

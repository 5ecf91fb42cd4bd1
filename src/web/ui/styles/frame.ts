/** What surrounds each page: header, settings menu, card, footer. */
export const frame = `
.skip { position: absolute; top: -5rem; inset-inline-start: 1rem; z-index: 9; padding: .75rem 1rem; border-radius: .5rem; background: var(--ink); color: var(--surface); }
.skip:focus { top: .75rem; }
.top { display: flex; align-items: center; justify-content: space-between; gap: 1rem; min-height: 4rem; padding-block: .5rem; }
.brand { display: flex; align-items: center; gap: .625rem; min-width: 0; min-height: 2.75rem; font-weight: 600; letter-spacing: -.01em; color: inherit; text-decoration: none; }
.brand img { display: block; max-height: 2.25rem; max-width: 9rem; }
.monogram { display: grid; place-items: center; flex: none; width: 2.125rem; height: 2.125rem; border-radius: .625rem; background: var(--fill); color: var(--on-fill); font-weight: 700; }
.menu { position: relative; }
.menu > summary { display: grid; place-items: center; width: 2.75rem; height: 2.75rem; border-radius: .75rem; cursor: pointer; list-style: none; color: var(--muted); }
.menu > summary::-webkit-details-marker { display: none; }
.menu > summary:hover, .menu[open] > summary { background: var(--raised); color: var(--ink); }
.menu > div { position: absolute; inset-inline-end: 0; top: calc(100% + .375rem); z-index: 5; width: 17rem; max-width: calc(100vw - 2.5rem); padding: .5rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--surface); box-shadow: 0 .75rem 2.5rem #0003; }
.menu p { padding: .5rem .75rem .625rem; }
.menu ul { list-style: none; }
.menu hr { height: 1px; margin: .375rem .75rem; border: 0; background: var(--line); }
.menu li a, .menu button { display: flex; align-items: center; width: 100%; min-height: 2.75rem; padding: .25rem .75rem; border: 0; border-radius: .625rem; background: none; color: inherit; font: inherit; text-align: start; text-decoration: none; cursor: pointer; }
.menu li a:hover, .menu button:hover { background: var(--raised); }
.top, main { width: 100%; max-width: 30rem; margin-inline: auto; padding-inline: 1.25rem; }
.list > * { max-width: 48rem; }
.wide > * { max-width: 72rem; }
main { padding-block: 1.25rem 2.5rem; flex: 1; }
main:focus { outline: 0; }
main > .leave { margin-top: 1.5rem; padding-top: .75rem; border-top: 1px solid var(--line); text-align: center; }
.intro { margin-bottom: 1.75rem; }
.intro > * + * { margin-top: .625rem; }
.intro .lead { color: var(--muted); text-wrap: pretty; }
.emblem { display: grid; place-items: center; width: 3.25rem; height: 3.25rem; margin-bottom: 1.25rem; border-radius: 1rem; background: var(--accent-tint); color: var(--link); }
.steps { display: flex; align-items: center; gap: .75rem; font-size: .875rem; font-weight: 600; color: var(--muted); }
.steps i { display: inline-block; width: 1.75rem; height: .25rem; margin-inline-end: .25rem; border-radius: 1rem; background: var(--line); }
.steps i.done { background: var(--fill); }
.intro .steps + * { margin-top: 1.125rem; }
footer { width: 100%; margin-inline: auto; padding: 1.5rem 1.25rem 1.75rem; text-align: center; font-size: .875rem; color: var(--muted); }
footer p { display: inline-flex; align-items: center; gap: .5rem; }
footer .icon { width: 1.125rem; height: 1.125rem; }
.development { max-width: none !important; display: flex; flex-wrap: wrap; justify-content: center; gap: 0 1.25rem; align-items: center; padding: 0 1rem; background: var(--raised); border-bottom: 1px solid var(--line); font-size: .875rem; color: var(--muted); }
.development a { padding: .75rem .25rem; }
@media (min-width: 40rem) {
  body { background: var(--page); }
  .task .top { padding-inline: .5rem; margin-top: clamp(0rem, 6vh, 4rem); }
  .task main { padding: 2.25rem; flex: none; margin-bottom: auto; border: 1px solid var(--line); border-radius: 1.5rem; background: var(--surface); box-shadow: 0 1px 2px #0000000a, 0 1rem 3rem -1.5rem #00000026; }
}
`

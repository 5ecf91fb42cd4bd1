/** Buttons, choices, alerts and badges. */
export const controls = `
.button { display: inline-flex; align-items: center; justify-content: center; gap: .5rem; min-height: 3rem; padding: .625rem 1.25rem; border: 1px solid transparent; border-radius: .75rem; font: inherit; font-weight: 600; line-height: 1.25; text-align: center; text-decoration: none; cursor: pointer; }
.button, .choice { transition: background-color .15s, border-color .15s; }
.button .icon { width: 1.25rem; height: 1.25rem; }
.primary { background: var(--fill); color: var(--on-fill); }
.primary:hover { background: var(--fill-hover); }
.secondary, .danger { background: var(--surface); border-color: var(--edge); color: var(--ink); }
.secondary:hover, .danger:hover { background: var(--raised); border-color: var(--ink); }
.danger { border-color: currentColor; color: var(--bad); }
.danger:hover { background: var(--bad-tint); border-color: currentColor; }
.quiet { background: none; color: var(--link); }
.quiet:hover { background: var(--raised); }
.actions .quiet.compact { margin-inline-start: -.875rem; }
.button[aria-disabled=true], .button[data-sent] { opacity: .6; cursor: default; }
.compact { min-height: 2.75rem; padding: .375rem .875rem; font-size: .9375rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; }
.actions.stacked { flex-direction: column; align-items: stretch; gap: .5rem; }
.choices { display: grid; gap: .75rem; list-style: none; }
.choice { position: relative; display: flex; gap: 1rem; align-items: flex-start; padding: 1.125rem; border: 1px solid var(--edge); border-radius: 1rem; background: var(--surface); }
.choice:hover { border-color: var(--link); background: var(--accent-tint); }
.choice > .icon { margin-top: .125rem; color: var(--link); }
.choice > div { flex: 1; }
.choice a, .choice button { padding: 0; border: 0; background: none; color: inherit; font: inherit; font-weight: 600; text-align: start; text-decoration: none; cursor: pointer; }
.choice a::after, .choice button::after { content: ''; position: absolute; inset: 0; border-radius: inherit; }
.choice :focus-visible { outline: 0; } .choice:has(:focus-visible) { outline: 3px solid var(--link); outline-offset: 2px; }
.choice p { margin-top: .25rem; color: var(--muted); font-size: .9375rem; line-height: 1.45; }
.choice .badge { vertical-align: .0625em; }
.choice > .go { width: 1.25rem; height: 1.25rem; margin-block: auto; color: var(--muted); }
.alert { display: flex; gap: .75rem; padding: .875rem 1rem; border-radius: .875rem; background: var(--accent-tint); }
.alert > .icon { width: 1.375rem; height: 1.375rem; margin-top: .125rem; color: var(--link); }
.alert > div > * + * { margin-top: .25rem; }
#delivery:empty { display: none; }
.alert.error { background: var(--bad-tint); } .alert.error > .icon { color: var(--bad); }
.alert.warning { background: var(--warn-tint); } .alert.warning > .icon { color: var(--warn); }
.alert.success { background: var(--good-tint); } .alert.success > .icon { color: var(--good); }
.badge { display: inline-block; padding: .0625rem .5625rem; border-radius: 1rem; background: var(--raised); color: var(--muted); font-size: .8125rem; font-weight: 600; line-height: 1.5; white-space: nowrap; }
.badge.accent { background: var(--accent-tint); color: var(--link); }
.badge.good { background: var(--good-tint); color: var(--good); }
.badge.attention { background: var(--warn-tint); color: var(--warn); }
.badge.bad { background: var(--bad-tint); color: var(--bad); }
.more > summary { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--link); font-weight: 600; cursor: pointer; list-style: none; }
.more > summary::-webkit-details-marker { display: none; }
.more > summary::before { content: ""; width: .5rem; height: .5rem; margin-inline: .25rem .75rem; border: solid; border-width: 0 2px 2px 0; rotate: -45deg; }
.more[open] > summary::before { rotate: 45deg; }
.more > div { padding-block: .5rem .25rem; }
`

/** Labels, boxes, hints and errors. */
export const fields = `
.field { display: grid; gap: .375rem; }
label, legend { font-weight: 600; }
.hint { color: var(--muted); font-size: .9375rem; line-height: 1.45; }
.wrong { display: flex; gap: .5rem; color: var(--bad); font-size: .9375rem; font-weight: 600; line-height: 1.4; }
.wrong .icon { width: 1.25rem; height: 1.25rem; }
.box { width: 100%; min-height: 3.25rem; padding: .625rem .875rem; border: 1px solid var(--edge); border-radius: .75rem; background: var(--surface); color: inherit; font: inherit; appearance: none; }
.box:hover { border-color: var(--ink); }
.box:focus { outline: 3px solid var(--link); outline-offset: -1px; border-color: var(--link); }
.box[aria-invalid=true] { border: 2px solid var(--bad); outline-color: var(--bad); }
.box::placeholder { color: var(--muted); opacity: 1; }
select.box { padding-inline-end: 2.5rem; background: linear-gradient(45deg, #0000 50%, var(--muted) 0) calc(100% - 1.4375rem) 50%, linear-gradient(-45deg, #0000 50%, var(--muted) 0) calc(100% - 1rem) 50%, var(--surface); background-size: .4375rem .4375rem, .4375rem .4375rem, auto; background-repeat: no-repeat; text-overflow: ellipsis; }
[dir=rtl] select.box { background-position: 1rem 50%, 1.4375rem 50%; }
.code { min-height: 4rem; font-size: 1.75rem; font-weight: 600; letter-spacing: .22em; text-align: center; }
.code.long { font-size: 1.25rem; letter-spacing: .06em; text-transform: uppercase; }
.reveal { display: flex; gap: .5rem; }
.reveal .button { min-height: 3.25rem; }
.check { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; align-items: start; min-height: 2.75rem; padding-block: .5rem; }
.check input { width: 1.5rem; height: 1.5rem; margin: .0625rem 0 0; accent-color: var(--fill); }
.check .hint { grid-column: 2; }
.check .wrong { grid-column: 1 / -1; margin-bottom: .25rem; }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
legend { padding: 0; margin-bottom: .25rem; }
`

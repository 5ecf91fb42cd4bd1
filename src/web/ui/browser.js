// @ts-check
// Adds ease to pages that are complete without it. Each part looks for its own data- attribute.

/**
 * @param {string} selector
 * @param {(element: HTMLElement) => void} enhance
 */
function each(selector, enhance) {
  for (const element of document.querySelectorAll(selector)) {
    if (element instanceof HTMLElement) enhance(element)
  }
}

/** @param {string} message */
function announce(message) {
  const region = document.getElementById('announcement')
  if (region) region.textContent = message
}

// Buttons that only a script can serve are hidden until there is one.
each('[data-script]', (button) => {
  button.hidden = false
})

each('[data-copy]', (button) => {
  if (!navigator.clipboard) {
    button.hidden = true
    return
  }
  const label = button.querySelector('span') ?? button
  const before = label.textContent
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy ?? '')
      label.textContent = button.dataset.copied ?? before
      announce(button.dataset.copied ?? '')
      setTimeout(() => (label.textContent = before), 3000)
    } catch {
      announce(button.dataset.failed ?? '')
      label.textContent = button.dataset.failed ?? before
    }
  })
})

each('[data-print]', (button) => button.addEventListener('click', () => print()))

each('[data-show-password]', (button) => {
  const field = document.getElementById(button.getAttribute('aria-controls') ?? '')
  if (!(field instanceof HTMLInputElement)) return
  /** @param {boolean} shown */
  const show = (shown) => {
    field.type = shown ? 'text' : 'password'
    button.textContent = (shown ? button.dataset.hide : button.dataset.show) ?? ''
  }
  button.addEventListener('click', () => show(field.type === 'password'))
  // A password that is in clear when sent may be kept by the browser as ordinary form history.
  field.form?.addEventListener('submit', () => show(false))
})

// A code pasted with its sentence ("123 456 is your code") becomes the code alone.
each('[data-code]', (field) => {
  if (!(field instanceof HTMLInputElement)) return
  field.addEventListener('paste', (event) => {
    const pasted = event.clipboardData?.getData('text') ?? ''
    const code = pasted.match(/(?:^|[^\da-z-])(\d{3}[ -]?\d{3})(?![\da-z-])/i)?.[1]
    if (!code) return
    event.preventDefault()
    field.value = code.replace(/[ -]/, '')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  })
})

each('[data-countdown]', (button) => {
  const until = Date.now() + Number(button.dataset.countdown) * 1000
  const clock = button.querySelector('[data-clock]')
  const hint = document.getElementById(button.getAttribute('aria-describedby') ?? '')
  if (!clock) return
  hint?.classList.add('unseen') // the clock says it, and goes on saying it
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / 1000)
    if (left > 0) {
      button.setAttribute('aria-disabled', 'true')
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
      return
    }
    clearInterval(timer)
    button.removeAttribute('aria-disabled')
    clock.textContent = ''
    if (hint) hint.hidden = true
    announce(button.dataset.ready ?? '')
  }
  const timer = setInterval(tick, 1000)
  tick()
})

// One submit a page: a second press would spend a code or an attempt twice.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method !== 'post') return
  if (form.dataset.sent || event.submitter?.getAttribute('aria-disabled') === 'true') {
    event.preventDefault()
    return
  }
  form.dataset.sent = 'yes'
  event.submitter?.setAttribute('data-sent', '')
})
addEventListener('pageshow', () => {
  each('[data-sent]', (element) => element.removeAttribute('data-sent'))
})

each('[data-menu]', (menu) => {
  if (!(menu instanceof HTMLDetailsElement)) return
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return
    menu.open = false
    menu.querySelector('summary')?.focus()
  })
  document.addEventListener('click', (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false
  })
})

// What is known of a text follows along, less and less often, while more may come to be known.
each('[data-delivery]', (region) => {
  let seconds = 2
  let looks = 0
  const look = async () => {
    const response = await fetch(region.dataset.delivery ?? '')
    const news = new DOMParser().parseFromString(await response.text(), 'text/html').getElementById('delivery')
    if (!news) return // the sign-in went on, in another tab or here
    if (news.textContent !== region.textContent) {
      region.replaceChildren(...news.childNodes)
      if (!region.querySelector('[role=alert]')) announce(region.textContent ?? '')
    }
    if (news.dataset.delivery) lookLater()
  }
  const lookLater = () => {
    looks += 1
    if (looks <= 12) setTimeout(() => look().catch(lookLater), seconds * 1000)
    seconds = Math.min(seconds * 1.5, 30)
  }
  lookLater()
})

const wrong = document.querySelector('[aria-invalid=true]')
if (wrong instanceof HTMLElement) wrong.focus()
// Typing anew replaces a wrong code; a slip in it can be mended as well.
if (wrong instanceof HTMLInputElement && wrong.dataset.code) wrong.select()

// WebOTP: Android offers to fill in the texted code that names this site.
const texted = document.querySelector('[data-code=texted]')
if (texted instanceof HTMLInputElement && 'OTPCredential' in window) {
  const stop = new AbortController()
  // Once the code was sent, or its page left, a prompt that comes late would only be in the way.
  texted.form?.addEventListener('submit', () => stop.abort())
  addEventListener('pagehide', () => stop.abort())
  const request = /** @type {CredentialRequestOptions} */ ({ otp: { transport: ['sms'] }, signal: stop.signal })
  navigator.credentials
    .get(request)
    .then((credential) => {
      if (credential && 'code' in credential) texted.value = String(credential.code)
    })
    .catch(() => {}) // dismissed, or no text came: the field is still there to type in
}

export {}

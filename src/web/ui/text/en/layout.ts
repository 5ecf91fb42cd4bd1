export const layout = {
  windowTitle: (title: string, applicationName: string) => `${title} · ${applicationName}`,
  errorTitle: (windowTitle: string) => `Error: ${windowTitle}`,
  skip: 'Skip to the main content',
  protected: 'Protected by 2-step verification',
  step: (current: number, total: number) => `Step ${current} of ${total}`,
  back: 'Back',
  cancel: 'Cancel',
  menu: {
    label: 'Settings',
    signedInAs: (name: string) => `Signed in as ${name}`,
    mySecurity: 'My sign-in security',
    devices: 'Trusted devices',
    activity: 'Recent activity',
    sessions: 'Sessions',
    password: 'Password',
    administration: '2-Step Verification',
    signOut: 'Sign out',
  },
}

export const controls = {
  show: 'Show',
  hide: 'Hide',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'Select and copy it by hand',
}

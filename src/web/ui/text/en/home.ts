export const home = {
  title: (name: string) => `Hello, ${name}`,
  enrolled: 'You are signed in, and 2-step verification protects your account.',
  offer: 'You are signed in. Your password is the only thing that protects your account: a second step takes two minutes to set up.',
  setUp: 'Set up 2-step verification',
}

export const serviceKeys = {
  title: 'API keys',
  text: (organization: string) =>
    `A service key acts as Organization Admin of ${organization} and of nothing else, for programs that belong to nobody. Keys that act as you are in`,
  own: 'your account',
  docs: 'What it can call is in',
  docsLink: 'the API documentation',
  list: 'Service keys',
  make: 'Make a service key',
  makeText: 'Whoever has it can do here what an Organization Admin can. Its secret is shown once.',
  description: 'A name for the key',
  descriptionHint: 'Such as the program that will have it.',
  made: 'The key is made',
  secret: 'Service key',
  example: 'Try it',
  empty: 'No service key yet',
  emptyText: 'Make one for a program that runs without a person, such as a nightly report or your infrastructure code.',
};

### Signing in, people, roles, sessions, API tokens.

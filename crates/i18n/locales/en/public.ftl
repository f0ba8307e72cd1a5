### Pages without login: registration form, status.

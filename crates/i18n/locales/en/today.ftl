### Today: what needs an answer.

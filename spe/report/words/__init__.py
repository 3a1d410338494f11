"""What the page says, one module a language; each derives its sentences from the facts."""

"""What the page says: `protocol` tells what a language has to say, `en` says it in English."""

"""Text -> Verdict. One door: `Matcher.match(text, language, country)`."""

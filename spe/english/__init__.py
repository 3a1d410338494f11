"""English that every room shares: numbers, days, evidence and notices.

It lies below the rooms that talk, because a refusal is a sentence wherever it arises. The
report's page speaks through `spe.report.words`, where a language is a package.
"""

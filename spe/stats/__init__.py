"""The statistics: tables in, tables out, no photos."""

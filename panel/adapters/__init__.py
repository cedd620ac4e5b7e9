"""The outside world, one file each: files, fonts, languages, PDF, spreadsheets, the clock, the network."""

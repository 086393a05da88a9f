"""In which forms a report is read."""

JSON = "application/json"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = (JSON, PDF, XLSX, DOCX)

# Kept beside an edition's forms: the letter with which it was sent.
TRANSMITTAL = "transmittal"

"""Drawing a report: one file of HTML, or one picture. matplotlib and Jinja2 are loaded only when something is drawn."""

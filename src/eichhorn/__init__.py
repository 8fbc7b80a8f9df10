"""Eichhorn: the working system of a social media team inside an organisation."""

"""SVG on standard input becomes PNG on standard output: `rasterise.py ZOOM FONT…`.

A program of its own, because the renderer keeps Python's lock while it draws, and a large map would stop the server for seconds.
"""

import sys

import resvg_py

if __name__ == "__main__":
    zoom, *fonts = sys.argv[1:]
    drawn = resvg_py.svg_to_bytes(svg_string=sys.stdin.buffer.read().decode(), zoom=float(zoom), skip_system_fonts=True, font_files=fonts)
    sys.stdout.buffer.write(bytes(drawn))

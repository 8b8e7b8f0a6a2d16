/* The scripts of every page. In production they are one file: see `ioipm/static_files.py`. */

import "./menu.js";
import "./parts.js";
import "./reading.js";
import "./language-hint.js";

"""How well and how fast pictures are read, letter for letter.

    python -m benchmarks.reading --data FOLDER

FOLDER holds pictures, each with its text beside it: `name.png` (or .jpg, .tif) and `name.gold.txt`. Added to them are
screens drawn here in English, traditional and simplified Chinese. The error is the edit distance over the length of the
text, white space aside; 1.0 is what an empty answer scores.
"""

import argparse
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from benchmarks.table import machine, print_table
from models.builtin.engine import threads
from models.builtin.picture import Picture
from models.builtin.reading import Reader
from models.builtin.turning import read_aloud

FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
DRAWN = {
    "English": "The meeting moved to Thursday at 9:30.\nBring the signed contract, two copies,\nand ask Maria too.",
    "traditional Chinese": "會議改到星期四上午九點半\n請帶兩份簽好的合約\n並向瑪麗亞確認二一四會議室",
    "simplified Chinese": "会议改到星期四上午九点半\n请带两份签好的合同\n并向玛丽亚确认二一四会议室",
}


def drawn(text: str, letters: int) -> Picture:
    font = ImageFont.truetype(str(FONT), letters) if FONT.exists() else ImageFont.load_default(letters)
    picture = Image.new("RGB", (1280, 720), (248, 248, 246))
    ImageDraw.Draw(picture).multiline_text((80, 80), text, (30, 30, 30), font, spacing=letters * 0.6)
    return np.asarray(picture)[:, :, ::-1].copy()


def pictures(data: Path) -> Iterator[tuple[str, Picture, str]]:
    for gold in sorted(data.rglob("*.gold.txt")):
        stem = gold.name.removesuffix(".gold.txt")
        for path in sorted(gold.parent.glob(f"{stem}*")):
            if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"):
                picture = cv2.imread(str(path))
                assert picture is not None, f"{path} cannot be decoded"
                yield path.name, picture, gold.read_text()
    for language, text in DRAWN.items():
        if FONT.exists() or language == "English":
            for letters in (14, 20, 32):
                yield f"{language}, {letters} px", drawn(text, letters), text


def error(read: str, gold: str) -> float:
    said, meant = "".join(read.split()), "".join(gold.split())
    return Levenshtein.distance(said, meant) / max(1, len(meant))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/media"))
    options = parser.parse_args()
    reader, rows, errors = Reader(threads()), [], []
    list(read_aloud(reader, drawn("warm", 32), threading.Event()))  # loads the models
    for name, picture, gold in pictures(options.data):
        begin, cpu, first = time.perf_counter(), time.process_time(), 0.0
        lines = []
        for line in read_aloud(reader, picture, threading.Event()):
            first = first or time.perf_counter() - begin
            lines.append(line.text)
        errors.append(error("".join(lines), gold))
        spent = time.process_time() - cpu
        rows.append([name, f"{errors[-1]:.3f}", f"{first:.2f}", f"{time.perf_counter() - begin:.2f}", f"{spent:.2f}"])
    print(machine())
    print_table(["picture", "letters wrong", "first line, s", "all, s", "CPU, s"], rows)
    result = {"pictures": len(errors), "mean_error": round(float(np.mean(errors)), 4), "worst": round(max(errors), 4)}
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()

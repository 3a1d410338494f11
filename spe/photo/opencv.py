"""OpenCV, from where it can be loaded here. The only module that imports it.

On a Linux without a desktop the installed one may lack libraries of the system; `spe setup`
then keeps a copy that needs none (spe.photo.headless), and that one is loaded.
"""

import sys

from spe.photo import headless

__all__ = ["cv2"]

if (_copy := headless.find()) is None:
    import cv2
else:
    sys.path.insert(0, str(_copy))
    try:
        import cv2
    finally:
        sys.path.remove(str(_copy))

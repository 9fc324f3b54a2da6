"""An object detector in an ONNX file as an eye: names, boxes and scores of what is in view."""

### What the page in a browser says by itself, where no screen can.

web-lost = There is no connection to Nabz. We keep trying. What you typed stays here.
web-unsent = That was not sent, because there is no connection. Please press it again when the connection is back.
web-elsewhere = Nabz is open in another tab of this browser. Close that tab to go on here.
web-ended = This page is closed, to keep what is yours safe. To go on, open a new link from the program that runs Nabz.
web-scripts = Nabz cannot run in this browser, because JavaScript is switched off. Please switch it on.

"""What the clients in Python share."""

import json
import os
import urllib.parse
import urllib.request

SANDBOX = os.environ["SANDBOX"]
APP_KEY = os.environ["APP_KEY"]
APP_SECRET = os.environ["APP_SECRET"]
USER_UID = os.environ["USER_UID"]
CALLBACK_URL = os.environ["CALLBACK_URL"]


def sign_in(address):
    """Has the user sign in on an authorize page, and returns the address that the application is called back at."""
    with urllib.request.urlopen(os.environ["BROWSER_URL"], address.encode()) as answer:
        return json.load(answer)["url"]


def query(address):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))

"""social-core's WeiboOAuth2: signs in with a state, and reads the profile of the user."""

from social_core.backends.weibo import WeiboOAuth2
from social_core.strategy import BaseStrategy

import sandbox


class Strategy(BaseStrategy):
    """An application without a framework: its session is a dict, and it wants no more of a user than what Weibo says."""

    settings = {"SOCIAL_AUTH_WEIBO_KEY": sandbox.APP_KEY, "SOCIAL_AUTH_WEIBO_SECRET": sandbox.APP_SECRET}

    def __init__(self):
        super().__init__()
        self.session = {}

    def get_setting(self, name):
        return self.settings[name]

    def request_data(self, merge=True):
        return {}

    def build_absolute_uri(self, path=None):
        return path

    def session_get(self, name, default=None):
        return self.session.get(name, default)

    def session_set(self, name, value):
        self.session[name] = value

    def authenticate(self, backend, *args, **kwargs):
        return backend.get_user_details(kwargs["response"]), kwargs["response"]


class SandboxOAuth2(WeiboOAuth2):
    """The addresses of Weibo stand in the code, some of them in the middle of it."""

    AUTHORIZATION_URL = sandbox.SANDBOX + "/oauth2/authorize"

    def request(self, url, *args, **kwargs):
        return super().request(url.replace("https://api.weibo.com", sandbox.SANDBOX), *args, **kwargs)


backend = SandboxOAuth2(Strategy(), redirect_uri=sandbox.CALLBACK_URL)
backend.data = sandbox.query(sandbox.sign_in(backend.auth_url()))
details, response = backend.auth_complete()
assert str(response["uid"]) == sandbox.USER_UID, response
assert details["fullname"] == "示例小猫", details
assert str(backend.get_uid(response["access_token"])) == sandbox.USER_UID
print("social-core signed in and read the profile")

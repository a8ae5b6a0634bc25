"""authlib's OAuth2Session: signs in with a state, and reads the profile of the user."""

from authlib.integrations.requests_client import OAuth2Session

import sandbox

session = OAuth2Session(
    sandbox.APP_KEY,
    sandbox.APP_SECRET,
    redirect_uri=sandbox.CALLBACK_URL,
    token_endpoint_auth_method="client_secret_post",
    token_placement="uri",
)
address, state = session.create_authorization_url(sandbox.SANDBOX + "/oauth2/authorize")
token = session.fetch_token(
    sandbox.SANDBOX + "/oauth2/access_token", authorization_response=sandbox.sign_in(address), state=state
)
assert token["uid"] == sandbox.USER_UID, token.keys()
profile = session.get(sandbox.SANDBOX + "/2/users/show.json", params={"uid": token["uid"]}).json()
assert profile["screen_name"] == "示例小猫", profile
print("authlib signed in and read the profile")

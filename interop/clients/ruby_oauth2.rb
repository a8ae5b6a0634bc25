# The gem oauth2, used as omniauth-weibo-oauth2 does: signs in, and reads the profile of the user.
require "json"
require "net/http"
require "oauth2"

def sign_in(address)
  answer = Net::HTTP.post(URI(ENV.fetch("BROWSER_URL")), address)
  raise answer.body unless answer.is_a?(Net::HTTPOK)
  URI.decode_www_form(URI(JSON.parse(answer.body).fetch("url")).query).to_h
end

client = OAuth2::Client.new(
  ENV.fetch("APP_KEY"), ENV.fetch("APP_SECRET"),
  site: ENV.fetch("SANDBOX"), authorize_url: "/oauth2/authorize", token_url: "/oauth2/access_token", auth_scheme: :request_body
)
callback = ENV.fetch("CALLBACK_URL")
back = sign_in(client.auth_code.authorize_url(redirect_uri: callback, state: "state"))
raise "the state is another one" unless back["state"] == "state"

# parse: the token comes as JSON that calls itself plain text.
token = client.auth_code.get_token(back.fetch("code"), redirect_uri: callback, parse: :json)
token.options[:header_format] = "OAuth2 %s"
raise "signed in as #{token["uid"]}" unless token["uid"] == ENV.fetch("USER_UID")

profile = token.get("/2/users/show.json", params: { uid: token["uid"] }).parsed
raise "read #{profile}" unless profile["screen_name"] == "示例小猫"
puts "ruby-oauth2 signed in and read the profile"

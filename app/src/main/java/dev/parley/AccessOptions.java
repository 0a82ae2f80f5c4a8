package dev.parley;

import dev.parley.channel.InvalidInput;
import dev.parley.identity.Access;
import dev.parley.identity.ApiKeys;
import dev.parley.identity.FixedKeys;
import dev.parley.identity.Grants;
import dev.parley.identity.PrivateNames;
import dev.parley.identity.TokenRules;
import dev.parley.identity.Tokens;
import dev.parley.identity.remote.Authorizer;
import dev.parley.identity.remote.RemoteKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The settings that say who may what. Where none of them is set, anyone may everything. */
final class AccessOptions {
    private static final Grants USERS = Grants.parse("listen:* publish:*");

    @Option(
            names = "--token-key",
            paramLabel = "KEY",
            converter = AccessTypes.Key.class,
            description =
                    "with what tokens are signed: @FILE with a secret of at least 32 bytes (HS256) or a public key in PEM"
                            + " (RS256, ES256), or the https:// address of a JWK set; several with blanks between. The secret itself only"
                            + " in the variable [PARLEY_TOKEN_KEY] (none)")
    TokenKey tokenKey;

    @Option(
            names = "--token-issuer",
            paramLabel = "ISS",
            description = "iss of tokens, needed with an address of keys [PARLEY_TOKEN_ISSUER] (any)")
    String tokenIssuer;

    @Option(
            names = "--token-audience",
            paramLabel = "AUD",
            description = "aud of tokens, needed with an address of keys [PARLEY_TOKEN_AUDIENCE] (any)")
    String tokenAudience;

    @Option(
            names = "--token-life",
            paramLabel = "TIME",
            defaultValue = "24h",
            converter = SettingTypes.Time.class,
            description = "longest time from iat to exp that is accepted [PARLEY_TOKEN_LIFE] (${DEFAULT-VALUE})")
    Duration tokenLife;

    @Option(
            names = "--user-claim",
            paramLabel = "NAME",
            defaultValue = "sub",
            description =
                    "which claim of a token is the user's id, that others see [PARLEY_USER_CLAIM] (${DEFAULT-VALUE})")
    String userClaim;

    @Option(
            names = "--cookie",
            paramLabel = "NAME",
            defaultValue = "parley",
            converter = AccessTypes.CookieName.class,
            description = "cookie that may hold a token; __Host-NAME and __Secure-NAME count before it [PARLEY_COOKIE]"
                    + " (${DEFAULT-VALUE})")
    String cookie;

    @Option(
            names = "--anyone-may",
            paramLabel = "GRANTS",
            converter = AccessTypes.GrantList.class,
            description = "what those may who show nothing, such as 'listen:news-*', or none [PARLEY_ANYONE_MAY]"
                    + " (everything where no other of these settings is made, else none)")
    Grants anyoneMay;

    @Option(
            names = "--users-may",
            paramLabel = "GRANTS",
            converter = AccessTypes.GrantList.class,
            description = "what users may whose token says nothing of it [PARLEY_USERS_MAY] (listen:* publish:*)")
    Grants usersMay;

    @Option(
            names = "--private",
            paramLabel = "PATTERNS",
            converter = AccessTypes.Privacy.class,
            description = "channels that * does not cover [PARLEY_PRIVATE] (user-*,private-*)")
    PrivateNames privately;

    @Option(
            names = "--api-keys",
            paramLabel = "KEYS",
            converter = AccessTypes.Programs.class,
            description = "keys of back ends: @FILE with lines of name:secret, behind which grants may follow. The keys"
                    + " themselves only in the variable [PARLEY_API_KEYS] (none)")
    ApiKeys apiKeys;

    @Option(
            names = "--authorize-url",
            paramLabel = "URL",
            converter = AccessTypes.Address.class,
            description = "instead of tokens: where to ask who a client is, with its cookies and Authorization"
                    + " [PARLEY_AUTHORIZE_URL] (none)")
    String authorizeUrl;

    @Option(
            names = "--sign-in",
            paramLabel = "URL",
            converter = AccessTypes.Address.class,
            description = "where the page's link \"Sign in\" leads, with ?return= behind it [PARLEY_SIGN_IN] (none)")
    String signIn;

    /**
     * What they come to.
     *
     * @throws InvalidInput when they don't fit together
     */
    Access access() {
        requireKeysFor();
        if (isOpen()) {
            return Access.OPEN;
        }
        PrivateNames names = privately == null ? PrivateNames.USUAL : privately;
        Grants users = usersMay == null ? USERS : usersMay;
        TokenRules rules = new TokenRules(tokenIssuer, tokenAudience, tokenLife, userClaim, users, names);
        return new Access(
                tokenKey == null ? null : new Tokens(tokenKey.keys(), rules),
                authorizeUrl == null ? null : new Authorizer(authorizeUrl, users, names),
                apiKeys == null ? ApiKeys.NONE : apiKeys,
                anyoneMay == null ? Grants.NONE : anyoneMay,
                names,
                cookie,
                signIn,
                false);
    }

    /** @throws InvalidInput when no secret is set with which tokens can be made */
    FixedKeys fixedKeys() {
        if (tokenKey == null) {
            throw new InvalidInput("Set PARLEY_TOKEN_KEY to the secret that is set where the chat runs.");
        }
        return tokenKey.fixed()
                .orElseThrow(
                        () -> new InvalidInput("Whoever publishes the keys at " + tokenKey + " makes the tokens."));
    }

    /**
     * What must not be on a command line, where everybody on the machine sees it.
     *
     * @throws InvalidInput when it is
     */
    static void refuseSecrets(ParseResult flags) {
        for (String flag : List.of("--token-key", "--api-keys")) {
            OptionSpec given = flags.matchedOption(flag);
            boolean isSecret = given != null
                    && given.originalStringValues().stream()
                            .flatMap(value -> Stream.of(value.strip().split("\\s+", -1)))
                            .anyMatch(part -> !part.startsWith("@") && !RemoteKeys.isAddress(part));
            if (isSecret) {
                throw new InvalidInput(
                        "everybody on this machine can see what " + flag + " has on the command line: write it"
                                + " into a file and give @FILE, or set " + Settings.variable(given));
            }
        }
    }

    /** For who runs it. */
    String shown() {
        if (access().isOpen()) {
            return "open, anyone may listen and speak";
        }
        List<String> parts = new ArrayList<>();
        if (tokenKey != null) {
            parts.add("tokens by " + tokenKey);
        }
        if (authorizeUrl != null) {
            parts.add("users as told by " + authorizeUrl);
        }
        if (!parts.isEmpty()) {
            parts.add("users may " + (usersMay == null ? USERS : usersMay));
        }
        parts.add("anyone may " + (anyoneMay == null || anyoneMay.patterns().isEmpty() ? "nothing" : anyoneMay));
        if (apiKeys != null) {
            parts.add(apiKeys.toString());
        }
        return String.join("; ", parts);
    }

    private boolean isOpen() {
        return tokenKey == null && authorizeUrl == null && apiKeys == null && anyoneMay == null;
    }

    private void requireKeysFor() {
        Map<String, Object> needKey = new LinkedHashMap<>();
        needKey.put("--token-issuer", tokenIssuer);
        needKey.put("--token-audience", tokenAudience);
        needKey.put("--users-may", authorizeUrl == null ? usersMay : null);
        needKey.forEach((flag, value) -> {
            if (value != null && tokenKey == null) {
                throw new InvalidInput(flag + " says something of tokens, and without --token-key there are none");
            }
        });
        if (tokenKey != null && authorizeUrl != null) {
            throw new InvalidInput(
                    "who someone is comes from tokens (--token-key) or from --authorize-url, not from both");
        }
        if (signIn != null && isOpen()) {
            throw new InvalidInput("--sign-in leads to nothing more while everybody may everything: set --token-key,"
                    + " --authorize-url or --anyone-may");
        }
        if (privately != null && isOpen()) {
            throw new InvalidInput("--private keeps no channel private while everybody may everything: set --token-key,"
                    + " --api-keys or --anyone-may");
        }
        if (tokenKey != null && tokenKey.isRemote() && (tokenIssuer == null || tokenAudience == null)) {
            throw new InvalidInput(
                    "with an address of keys, --token-issuer and --token-audience are needed: the same keys sign"
                            + " what is meant for others");
        }
    }
}

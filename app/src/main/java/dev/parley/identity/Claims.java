package dev.parley.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.channel.InvalidInput;
import dev.parley.channel.Json;
import dev.parley.channel.Person;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** What a genuine token says, checked. */
final class Claims {
    /** By how much clocks may differ; in s. */
    private static final int LEEWAY = 30;

    private static final BigDecimal LATEST = BigDecimal.valueOf(100_000_000_000L); // in the year 5138
    private static final int MAX_ID = 64;
    private static final int MAX_NAMES = 100;

    private final JsonNode claims;
    private final TokenRules rules;

    private Claims(JsonNode claims, TokenRules rules) {
        this.claims = claims;
        this.rules = rules;
    }

    /** @throws Rejected when they are not what they must be */
    static Identity read(String payload, TokenRules rules, Instant now) {
        try {
            return new Claims(Json.object(payload), rules).identity(now.getEpochSecond());
        } catch (InvalidInput unfit) {
            throw new Rejected(Rejected.Fault.UNFIT, unfit.getMessage());
        }
    }

    private Identity identity(long now) {
        requireFrom(rules.issuer(), "iss");
        requireFrom(rules.audience(), "aud");
        long until = time("exp");
        long since = time("iat");
        require(until > since, "exp is after iat");
        require(
                until - since <= rules.life().toSeconds(),
                "exp is at most " + rules.life().toSeconds() + " s after iat");
        require(since <= now + LEEWAY, "iat is not in the future");
        require(!claims.has("nbf") || time("nbf") <= now + LEEWAY, "nbf is not in the future");
        String user = requiredId(rules.userClaim());
        Identity identity = new Identity(
                Identity.Kind.USER,
                user,
                name(user),
                grants().of(user),
                rules.privately(),
                new Term(since, until * 1_000, id("jti"), id("sid")),
                as());
        if (until + LEEWAY <= now) {
            throw new Rejected(Rejected.Fault.EXPIRED, "The token has expired, " + (now - until) + " s ago.");
        }
        return identity;
    }

    private Grants grants() {
        JsonNode own = claims.path("parley");
        if (own.isMissingNode()) {
            return rules.users();
        }
        require(own.isObject(), "parley is an object such as {\"listen\":[\"team-7\"]}");
        ObjectNode grants = own.deepCopy();
        return Grants.of(grants.without("as"));
    }

    private List<String> as() {
        JsonNode names = claims.path("parley").path("as");
        if (names.isMissingNode() || names.isNull()) {
            return List.of();
        }
        List<String> listed = names.isTextual()
                ? List.of(names.textValue())
                : Grants.texts("as", names).toList();
        require(listed.size() <= MAX_NAMES, "as has at most " + MAX_NAMES + " names");
        return listed;
    }

    private String name(String user) {
        JsonNode name = claims.path("name");
        return Person.named("The token's name", name.isTextual() ? name.textValue() : user)
                .name();
    }

    /** In whole seconds. */
    private long time(String claim) {
        JsonNode value = claims.path(claim);
        boolean isTime = value.isNumber()
                && value.decimalValue().signum() >= 0
                && value.decimalValue().compareTo(LATEST) < 0;
        require(isTime, claim + " is a number of seconds since 1970");
        return value.decimalValue().longValue();
    }

    private String requiredId(String claim) {
        String id = id(claim);
        require(id != null, claim + " says who the user is");
        return id;
    }

    /** Null when it is not there. */
    private String id(String claim) {
        JsonNode value = claims.path(claim);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isIntegralNumber() ? value.asText() : value.textValue();
        boolean isId = text != null
                && !text.isBlank()
                && text.codePointCount(0, text.length()) <= MAX_ID
                && text.codePoints().noneMatch(Claims::isUnseen);
        require(isId, claim + " is 1 to " + MAX_ID + " characters on one line");
        return text;
    }

    private static boolean isUnseen(int character) {
        int type = Character.getType(character);
        return Character.isISOControl(character)
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private void requireFrom(String expected, String claim) {
        JsonNode value = claims.path(claim);
        boolean isThere = expected == null
                || expected.equals(value.textValue())
                || (value.isArray() && value.valueStream().anyMatch(each -> expected.equals(each.textValue())));
        require(isThere, claim + " is " + expected);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new Rejected(Rejected.Fault.UNFIT, "The token does not say what it must: " + rule + ".");
        }
    }
}

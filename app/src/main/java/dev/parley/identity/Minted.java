package dev.parley.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.parley.channel.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A token that is yet to be made, for trying out and for programs of an operator.
 *
 * @param grants null for what users may whose token says nothing
 * @param issuer null for none; so is the audience
 */
public record Minted(String user, String name, Grants grants, String issuer, String audience, Duration life) {
    /**
     * Makes it.
     *
     * @throws dev.parley.channel.InvalidInput when there is no secret among the keys
     */
    public String signedWith(FixedKeys keys, Instant now) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .type(JOSEObjectType.JWT)
                .build();
        JWSObject token = new JWSObject(header, new Payload(claims(now).toString()));
        try {
            token.sign(new MACSigner(keys.secret()));
        } catch (JOSEException e) {
            throw new IllegalStateException("a secret of that length signs", e);
        }
        return token.serialize();
    }

    private ObjectNode claims(Instant now) {
        ObjectNode claims = Json.NODES
                .objectNode()
                .put("sub", user)
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(life).getEpochSecond())
                .put("jti", UUID.randomUUID().toString());
        put(claims, "name", name);
        put(claims, "iss", issuer);
        put(claims, "aud", audience);
        if (grants != null) {
            claims.set("parley", grants.json());
        }
        return claims;
    }

    private static void put(ObjectNode claims, String name, String value) {
        if (value != null) {
            claims.put(name, value);
        }
    }
}

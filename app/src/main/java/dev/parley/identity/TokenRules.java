package dev.parley.identity;

import java.time.Duration;

/**
 * What a genuine token must say.
 *
 * @param issuer who must have made it; null for whoever has a key
 * @param audience for whom it must have been made; null for anyone
 * @param life longest time that one may hold
 * @param userClaim which claim is the user's id
 * @param users what users may whose token says nothing about it
 */
public record TokenRules(
        String issuer, String audience, Duration life, String userClaim, Grants users, PrivateNames privately) {}

package dev.parley.http.problem;

import java.util.Locale;
import org.eclipse.jetty.http.HttpStatus;

/** Why a request is not answered as it was meant. */
public enum Refusal {
    /** A name, field, parameter, cursor or the request itself can't be read. */
    BAD_REQUEST(HttpStatus.BAD_REQUEST_400),
    /** Nothing says who asks, and that matters. */
    NO_TOKEN(HttpStatus.UNAUTHORIZED_401),
    /** What is shown to say who asks does not hold. */
    TOKEN(HttpStatus.UNAUTHORIZED_401),
    /** A page of another site asks. */
    CROSS_SITE(HttpStatus.FORBIDDEN_403),
    /** Who asks may not. */
    NOT_GRANTED(HttpStatus.FORBIDDEN_403),
    /** A name is not that of who asks. */
    SENDER(HttpStatus.FORBIDDEN_403),
    /** Who asks is out for a moment. */
    KICKED(HttpStatus.FORBIDDEN_403),
    NOT_FOUND(HttpStatus.NOT_FOUND_404),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED_405),
    BODY_TOO_LARGE(HttpStatus.PAYLOAD_TOO_LARGE_413),
    ADDRESS_TOO_LONG(HttpStatus.URI_TOO_LONG_414),
    UNSUPPORTED_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415),
    /** The chat does not go by the name that the client uses. */
    HOST(HttpStatus.MISDIRECTED_REQUEST_421),
    /** The client posts too often. */
    POST_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client tells too often that someone types. */
    TYPING_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client begins too many channels. */
    NEW_CHANNEL_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client opens streams too often. */
    OPENING_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client asks too often for what is in Redis. */
    READ_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client has shown too many tokens or keys that are none. */
    GUESS_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client has been sent too much. */
    BYTE_RATE(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client has too many streams. */
    STREAMS_PER_ADDRESS(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client's streams have too many channels. */
    CHANNELS_PER_ADDRESS(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The user has too many streams. */
    STREAMS_PER_USER(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The user's streams have too many channels. */
    CHANNELS_PER_USER(HttpStatus.TOO_MANY_REQUESTS_429),
    /** The client has too many connections; closed, since nothing has been asked on it yet that could be answered. */
    CONNECTIONS_PER_ADDRESS(HttpStatus.TOO_MANY_REQUESTS_429),
    HEADERS_TOO_LARGE(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431),
    /** Something is wrong on our side. */
    FAULT(HttpStatus.INTERNAL_SERVER_ERROR_500),
    /** Whoever knows who the client is does not answer. */
    AUTHORITY_AWAY(HttpStatus.SERVICE_UNAVAILABLE_503),
    REDIS_AWAY(HttpStatus.SERVICE_UNAVAILABLE_503),
    /** The instance is told to end. */
    GOING_AWAY(HttpStatus.SERVICE_UNAVAILABLE_503),
    /** Too much of this kind is under way. */
    BUSY(HttpStatus.SERVICE_UNAVAILABLE_503),
    /** The instance has too many streams. */
    STREAMS(HttpStatus.SERVICE_UNAVAILABLE_503),
    /** The instance serves too many channels. */
    CHANNELS(HttpStatus.SERVICE_UNAVAILABLE_503);

    final int status;

    Refusal(int status) {
        this.status = status;
    }

    /** What Jetty or Javalin meant by a status; those that are not listed are about requests that are no HTTP/1.1. */
    static Refusal of(int status) {
        for (Refusal refusal : values()) {
            if (refusal.status == status) {
                return refusal;
            }
        }
        return BAD_REQUEST;
    }

    /** Whether the same request may succeed a little later. */
    boolean isPassing() {
        return status == HttpStatus.SERVICE_UNAVAILABLE_503 || status == HttpStatus.TOO_MANY_REQUESTS_429;
    }

    /** As it is counted. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

package dev.parley.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before Javalin sees it, such as an address with a broken escape, in the form of all others. */
final class ProblemErrorHandler extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String detail = switch (status) {
            case HttpStatus.URI_TOO_LONG_414 -> "The address is too long; shorten it.";
            case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The headers are over 8 KiB; send fewer.";
            default -> "The request is not valid HTTP; percent-encode its address as UTF-8, and check its headers.";
        };
        EveryRequest.secure(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] json = new Problem(status, detail).json().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(json), callback);
        return true;
    }
}

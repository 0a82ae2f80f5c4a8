package dev.parley.http;

import io.javalin.config.Key;
import io.javalin.config.MultipartConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.json.JsonMapper;
import io.javalin.plugin.ContextPlugin;
import io.javalin.router.Endpoint;
import io.javalin.router.Endpoints;
import io.javalin.security.RouteRole;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The context of an {@code SseClient} until its stream takes the socket over. A client keeps its context, and a context its
 * request, which would be most of what a silent stream takes in memory; so this one lets go of it.
 */
final class HandshakeContext implements Context {
    /** So a stray {@code sendEvent} ends as one to a client that has gone: it closes the {@code SseClient}. */
    private static final HttpServletResponse GONE = (HttpServletResponse) Proxy.newProxyInstance(
            HandshakeContext.class.getClassLoader(),
            new Class<?>[] {HttpServletResponse.class},
            (proxy, method, args) -> {
                throw new IOException("The stream writes by itself now.");
            });

    private final HttpServletResponseWrapper response;
    private Context live; // null once the request is over

    HandshakeContext(Context live) {
        this.live = live;
        this.response = new HttpServletResponseWrapper(live.res());
    }

    /** To be called when the request is over. */
    void release() {
        live = null;
        response.setResponse(GONE);
    }

    private Context live() {
        if (live == null) {
            throw new IllegalStateException("The request is over; its stream lives on without it.");
        }
        return live;
    }

    @Override
    public HttpServletRequest req() {
        return live().req();
    }

    @Override
    public HttpServletResponse res() {
        return response;
    }

    @Override
    public Endpoints endpoints() {
        return live().endpoints();
    }

    @Override
    public Endpoint endpoint() {
        return live().endpoint();
    }

    @Override
    public <T> T appData(Key<T> key) {
        return live().appData(key);
    }

    @Override
    public JsonMapper jsonMapper() {
        return live().jsonMapper();
    }

    @Override
    public <T> T with(Class<? extends ContextPlugin<?, T>> plugin) {
        return live().with(plugin);
    }

    @Override
    public MultipartConfig multipartConfig() {
        return live().multipartConfig();
    }

    @Override
    public boolean strictContentTypes() {
        return live().strictContentTypes();
    }

    @Override
    public String pathParam(String key) {
        return live().pathParam(key);
    }

    @Override
    public Map<String, String> pathParamMap() {
        return live().pathParamMap();
    }

    @Override
    public ServletOutputStream outputStream() {
        return live().outputStream();
    }

    @Override
    public Context minSizeForCompression(int bytes) {
        return live().minSizeForCompression(bytes);
    }

    @Override
    public Context result(InputStream result) {
        return live().result(result);
    }

    @Override
    public InputStream resultInputStream() {
        return live().resultInputStream();
    }

    @Override
    public void future(Supplier<? extends CompletableFuture<?>> future) {
        live().future(future);
    }

    @Override
    public void redirect(String location, HttpStatus status) {
        live().redirect(location, status);
    }

    @Override
    public void writeJsonStream(Stream<?> stream) {
        live().writeJsonStream(stream);
    }

    @Override
    public Context skipRemainingHandlers() {
        return live().skipRemainingHandlers();
    }

    @Override
    public Set<RouteRole> routeRoles() {
        return live().routeRoles();
    }
}

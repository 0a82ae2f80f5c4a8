package dev.parley.support;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * What an object keeps alive: all that can be reached from it, through the fields of classes that are not the JDK's, and through
 * the JDK's collections, arrays and references.
 */
public final class Reachable {
    private final Predicate<Object> end;
    private final IdentityHashMap<Object, Object> cameFrom = new IdentityHashMap<>();
    private final Deque<Object> due = new ArrayDeque<>();

    private Reachable(Predicate<Object> end) {
        this.end = end;
    }

    /**
     * From there.
     *
     * @param end what is not looked into
     */
    public static Reachable from(Object start, Predicate<Object> end) {
        Reachable reachable = new Reachable(end);
        reachable.reach(start, null);
        while (!reachable.due.isEmpty()) {
            reachable.lookInto(reachable.due.remove());
        }
        return reachable;
    }

    public <T> List<T> all(Class<T> type) {
        return cameFrom.keySet().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The types on the way to each object of which this is true. */
    public List<String> waysTo(Predicate<Object> wanted) {
        return cameFrom.keySet().stream().filter(wanted).map(this::way).sorted().toList();
    }

    private String way(Object to) {
        List<String> types = new ArrayList<>();
        for (Object at = to; at != null; at = cameFrom.get(at)) {
            types.add(at.getClass().getName());
        }
        Collections.reverse(types);
        return String.join(" > ", types);
    }

    private void reach(Object found, Object from) {
        if (found != null && !(found instanceof Class<?>) && !cameFrom.containsKey(found)) {
            cameFrom.put(found, from);
            due.add(found);
        }
    }

    private void lookInto(Object object) {
        if (end.test(object)) {
            return;
        }
        boolean isOfTheJdk = object.getClass().getName().startsWith("java.");
        if (isOfTheJdk && object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                reach(key, object);
                reach(value, object);
            });
        } else if (isOfTheJdk && object instanceof Collection<?> all) {
            all.forEach(each -> reach(each, object));
        } else if (object instanceof AtomicReference<?> reference) {
            reach(reference.get(), object);
        } else if (object.getClass().isArray()
                && !object.getClass().getComponentType().isPrimitive()) {
            for (int i = 0; i < Array.getLength(object); i++) {
                reach(Array.get(object, i), object);
            }
        }
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                readField(field, object);
            }
        }
    }

    private void readField(Field field, Object object) {
        if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
            return;
        }
        try {
            field.setAccessible(true);
            reach(field.get(object), object);
        } catch (InaccessibleObjectException ofTheJdk) {
            // its collections are looked into as such
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}

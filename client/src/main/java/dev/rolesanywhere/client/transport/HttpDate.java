package dev.rolesanywhere.client.transport;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Reads an IMF-fixdate (RFC 9110, 5.6.7) by position: a DateTimeFormatter costs a sidecar a megabyte of classes. */
final class HttpDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    /** The length of {@code Fri, 02 Jan 2026 03:04:05 GMT}. */
    private static final int LENGTH = 29;

    private HttpDate() {}

    static @Nullable Instant parse(String text) {
        if (text.length() != LENGTH || !text.endsWith(" GMT")) {
            return null;
        }
        int month = MONTHS.indexOf(text.substring(8, 11));
        try {
            return month < 0 || month % 3 != 0
                    ? null
                    : LocalDateTime.of(
                                    number(text, 12, 16),
                                    month / 3 + 1,
                                    number(text, 5, 7),
                                    number(text, 17, 19),
                                    number(text, 20, 22),
                                    number(text, 23, 25))
                            .toInstant(ZoneOffset.UTC);
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    /** Digits only: parseInt would take a sign. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(text.charAt(i), 10);
            if (digit < 0) {
                throw new NumberFormatException("a digit is missing");
            }
            number = number * 10 + digit;
        }
        return number;
    }
}

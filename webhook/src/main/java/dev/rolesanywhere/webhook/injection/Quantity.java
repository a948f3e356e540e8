package dev.rolesanywhere.webhook.injection;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kubernetes quantities, such as {@code 96Mi} and {@code 50m}. */
final class Quantity {
    private static final int LONGEST = 64;
    private static final Pattern FORM = Pattern.compile(
            "([+-]?[0-9]{1,30}(?:\\.[0-9]{0,30})?|[+-]?\\.[0-9]{1,30})(?:[eE]([+-]?[0-9]{1,2})|([A-Za-z]{0,2}))");
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.movePointLeft(9)),
            Map.entry("u", BigDecimal.ONE.movePointLeft(6)),
            Map.entry("m", BigDecimal.ONE.movePointLeft(3)),
            Map.entry("", BigDecimal.ONE),
            Map.entry("k", BigDecimal.ONE.movePointRight(3)),
            Map.entry("M", BigDecimal.ONE.movePointRight(6)),
            Map.entry("G", BigDecimal.ONE.movePointRight(9)),
            Map.entry("T", BigDecimal.ONE.movePointRight(12)),
            Map.entry("P", BigDecimal.ONE.movePointRight(15)),
            Map.entry("E", BigDecimal.ONE.movePointRight(18)),
            Map.entry("Ki", KIBI),
            Map.entry("Mi", KIBI.pow(2)),
            Map.entry("Gi", KIBI.pow(3)),
            Map.entry("Ti", KIBI.pow(4)),
            Map.entry("Pi", KIBI.pow(5)),
            Map.entry("Ei", KIBI.pow(6)));

    private Quantity() {}

    /** In the resource's own unit, cores or bytes; empty for negative values and other text. */
    static Optional<BigDecimal> of(JsonNode json) {
        String text = json.isNumber() || json.isTextual() ? json.asText() : "";
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(form.group(1));
        String exponent = form.group(2);
        BigDecimal unit = exponent == null
                ? UNITS.get(form.group(3))
                : BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(exponent.replace("+", "")));
        return unit == null || number.signum() < 0 ? Optional.empty() : Optional.of(number.multiply(unit));
    }
}

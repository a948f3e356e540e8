package dev.rolesanywhere.emulator.caller;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.ErrorType;
import dev.rolesanywhere.emulator.protocol.Json;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.protocol.Request;
import dev.rolesanywhere.emulator.protocol.Route;
import dev.rolesanywhere.emulator.session.Session;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DynamoDB's ListTables of accounts without tables. The host's name may hold the account, which must be the caller's. */
public final class ListTables {
    private static final Pattern ACCOUNT_ENDPOINT = Pattern.compile("(\\d{12})\\.ddb\\..*");

    private final SignedCalls calls;

    public ListTables(SignedCalls calls) {
        this.calls = calls;
    }

    public List<Route> routes() {
        return List.of(Route.targeted("ListTables", "DynamoDB_20120810.ListTables", (request, none) -> list(request)));
    }

    private Answer list(Request request) {
        Session session = calls.caller(request, "dynamodb");
        Matcher host = ACCOUNT_ENDPOINT.matcher(request.header("host").orElse(""));
        if (host.matches() && !host.group(1).equals(session.role().account())) {
            throw Refusal.of(
                    ErrorType.ACCESS_DENIED, "The host's account is not the caller's", "The host is " + host.group());
        }
        var answer = Json.object();
        answer.putArray("TableNames");
        return Answer.json(200, answer);
    }
}

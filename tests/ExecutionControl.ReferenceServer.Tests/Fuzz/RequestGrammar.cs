namespace ExecutionControl.Reference.Tests.Fuzz;

/// <summary>All operations with right values, so that mutations of right requests reach what is behind the first check.</summary>
internal static class RequestGrammar
{
    private static readonly string[] AutomationIds = ["aut_runaway", "aut_small", "aut_closed"];
    private static readonly string[] ExecutionIds = ["9007199254740993", "839265", "1000001", "1000007", "1000020", "1000041"];
    private static readonly string[] RunIds = ["101", "102", "103", "104"];

    private static readonly string[] KubiyaIds =
    [
        "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444",
        "55555555-5555-4555-8555-555555555555", "66666666-6666-4666-8666-666666666666",
    ];

    private static readonly string[] Nothing = [];

    private static readonly (string, IReadOnlyList<string>)[] Decision =
    [
        ("decision", ["\"PAUSED_EXECUTION_DECISION_RUN\"", "\"PAUSED_EXECUTION_DECISION_CANCEL\"", "1", "2"]),
        ("reason", ["\"runaway\"", "\"\"", "\"\\u00e9\""]),
    ];

    private static readonly (string, IReadOnlyList<string>)[] EarlierSearch =
    [
        ("automationTemplateId", ["\"aut_runaway\"", "\"aut_small\""]), ("executionId", ["\"839265\"", "1000001", "\"0\""]), ("executionStepStates", ["[\"AUTOMATION_EXECUTION_STATE_DONE\"]", "[10]"]),
        ("query", ["\"small\"", "\"\""]), ("refs", ["[{\"id\":\"839265\"}]", "[{\"id\":1000001}]", "[]"]), ("expandMask", ["{\"paths\":[\"*\"]}"]), ("pageSize", ["10", "0"]), ("pageToken", ["\"\""]),
    ];

    private static readonly (string, IReadOnlyList<string>)[] Run =
    [
        ("agent_run_id", ["101", "102", "\"104\""]), ("prompt", ["\"go on\""]), ("images", ["[]", "null", "[\"data:image/png;base64,AAAA\"]"]),
    ];

    private static readonly (string, IReadOnlyList<string>)[] Ban =
    [
        ("agent_run_id", ["101", "102", "\"104\""]), ("before_card_order_id", ["null", "\"a\""]), ("after_card_order_id", ["null", "\"b\""]),
    ];

    public static IReadOnlyList<FuzzOperation> Services { get; } =
    [
        new(Door.ConductorOne, "GET", "/api/v1/automations", ["page_size", "page_token"], []),
        new(Door.ConductorOne, "GET", "/api/v1/automations/{automation}", Nothing, []),
        new(Door.ConductorOne, "POST", "/api/v1/automations/{automation}/circuit_breaker/resolve_paused", Nothing, Decision),
        new(Door.ConductorOne, "POST", "/api/v1/automations/{automation}/circuit_breaker/clear", Nothing, Decision),
        new(Door.ConductorOne, "GET", "/api/v1/automation_executions", ["page_size", "page_token"], []),
        new(Door.ConductorOne, "GET", "/api/v1/automation_executions/{execution}", Nothing, []),
        new(Door.ConductorOne, "POST", "/api/v1/automation_executions/{execution}/actions/terminate", Nothing, [("x", ["1"])]),
        new(
            Door.ConductorOne, "POST", "/api/v1/search/all_automation_executions", Nothing,
            [
                ("automationTemplateIds", ["[\"aut_runaway\"]", "[\"aut_small\",\"aut_closed\"]"]), ("executionStates", ["[\"AUTOMATION_EXECUTION_STATE_PAUSED_BY_CIRCUIT_BREAKER\"]", "[1,6]"]),
                ("appIds", ["[\"app_seed\"]"]), ("subjectUserIds", ["[\"user_1\"]"]), ("pageSize", ["10", "0"]), ("pageToken", ["\"\"", "\"ZXhlY3V0aW9uOjEwMDAwMDU\""]),
            ]),
        new(Door.ConductorOne, "POST", "/api/v1/search/automation_executions", Nothing, EarlierSearch),
        new(Door.ConductorOne, "POST", "/api/v1/automation_executions/search", Nothing, EarlierSearch),
        new(Door.Codegen, "GET", "/v1/organizations/42/agent/runs", ["skip", "limit", "user_id", "source_type"], []),
        new(Door.Codegen, "GET", "/v1/organizations/42/agent/run/{run}", Nothing, []),
        new(Door.Codegen, "GET", "/v1/organizations/{run}/agent/run/{run}", Nothing, []),
        new(Door.Codegen, "GET", "/v1/users/me", Nothing, []),
        new(Door.Codegen, "GET", "/v1/organizations", ["skip", "limit"], []),
        new(Door.Codegen, "POST", "/v1/organizations/42/agent/run/resume", Nothing, Run),
        new(Door.Codegen, "POST", "/v1/beta/organizations/42/agent/run/resume", Nothing, Run),
        new(Door.Codegen, "POST", "/v1/organizations/42/agent/run/ban", Nothing, Ban),
        new(Door.Codegen, "POST", "/v1/organizations/42/agent/run/unban", Nothing, Ban),
        new(Door.Kubiya, "GET", "/api/v1/executions", ["skip", "limit", "status_filter"], []),
        new(Door.Kubiya, "GET", "/api/v1/executions/{kubiya}", Nothing, []),
        new(Door.Kubiya, "POST", "/api/v1/executions/{kubiya}/pause", Nothing, []),
        new(Door.Kubiya, "POST", "/api/v1/executions/{kubiya}/resume", Nothing, []),
        new(Door.Kubiya, "POST", "/api/v1/executions/{kubiya}/cancel", Nothing, []),
        new(Door.Kubiya, "POST", "/api/v1/executions/{kubiya}/terminate", Nothing, [("reason", ["\"runaway\""])]),
        .. Others,
    ];

    /// <summary>What other classes of these tests add.</summary>
    private static IEnumerable<FuzzOperation> Others => typeof(RequestGrammar).Assembly.GetTypes()
        .Where(type => type.IsClass && type.IsAssignableTo(typeof(IFuzzedOperations)))
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .SelectMany(type => ((IFuzzedOperations)Activator.CreateInstance(type)!).Operations);

    public static FuzzOperation Token { get; } = new(Door.Token, "POST", "/auth/v1/token", Nothing, []);

    public static IReadOnlyList<FuzzOperation> Control { get; } =
    [
        new(Door.Control, "GET", "/_control/state", Nothing, []),
        new(Door.Control, "GET", "/_control/audit", Nothing, []),
        new(Door.Control, "POST", "/_control/reset", Nothing, []),
        new(
            Door.Control, "POST", "/_control/seed", Nothing,
            [
                (
                    "automations",
                    [
                        """[{"id":"a","trippedMinutesAgo":1,"paused":3,"failing":1,"pausedEveryMs":31000000000,"retripAfter":2,"executions":[{"id":"5","state":"DONE"}]}]""",
                        """[{"id":"a","breakerMax":9223372036854775807,"version":9223372036854775807,"executions":[{"id":"9223372036854775807","state":"DONE","createdMinutesAgo":52560000}],"paused":2}]""",
                        """[{"id":"a","pausedEveryMs":9223372036854775807,"trippedMinutesAgo":0}]""", """[{"id":"a"},{"id":"a"}]""", "[null]", "null",
                    ]
                ),
                ("agentRuns", ["""[{"id":7,"pullRequest":1},{"id":8,"pullRequest":1,"status":""}]""", """[{"id":-9223372036854775808}]""", "[null]"]),
                ("executions", ["""[{"id":"99999999-9999-4999-8999-999999999999","status":"paused","type":"TEAM"}]""", "[null]", """[{"id":"99999999-9999-4999-8999-999999999999","prompt":null}]"""]),
            ]),
        new(Door.Control, "GET", "/_control/snapshots", Nothing, []),
        new(Door.Control, "PUT", "/_control/snapshots/{name}", Nothing, []),
        new(Door.Control, "DELETE", "/_control/snapshots/{name}", Nothing, []),
        new(Door.Control, "POST", "/_control/snapshots/{name}/restore", Nothing, []),
        new(Door.Control, "GET", "/_control/clock", Nothing, []),
        new(
            Door.Control, "POST", "/_control/clock", Nothing,
            [("frozen", ["true", "false"]), ("now", ["\"2026-03-01T12:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\""]), ("advanceMs", ["0", "1000", "1000000000000"])]),
        new(Door.Control, "GET", "/_control/journal", ["operation", "after", "limit"], []),
        new(Door.Control, "DELETE", "/_control/journal", Nothing, []),
        new(Door.Control, "POST", "/_control/clients", Nothing, [("name", ["\"c\"", "\"@\""]), ("suffix", ["\"spc\"", "\"a/b\""]), ("tenant", ["\"acme.test\"", "\"acme.test:80\"", "\"a/b\""])]),
        new(Door.Control, "DELETE", "/_control/clients/c%40acme.test%2Fspc", Nothing, []),
        new(Door.Control, "POST", "/_control/tokens/revoke", Nothing, [("clientId", ["\"c@acme.test/spc\""])]),
        new(Door.Control, "PUT", "/_control/tokens/lifetime", Nothing, [("lifetimeMs", ["1000", "0", "1000000000000"])]),
        new(Door.Control, "POST", "/_control/subject-tokens", Nothing, [("clientId", ["\"c\""]), ("subject", ["\"w\""]), ("lifetimeMs", ["1000", "1000000000000"])]),
        new(Door.Control, "GET", "/_control/rules", Nothing, []),
        new(Door.Control, "POST", "/_control/rules", Nothing, Rules()),
        new(Door.Control, "PUT", "/_control/rules", Nothing, [.. Rules(), ("seed", ["1"])]),
        new(Door.Control, "DELETE", "/_control/rules", Nothing, []),
        new(Door.Control, "DELETE", "/_control/rules/{name}", Nothing, []),
    ];

    /// <summary>A right value of a parameter in a path.</summary>
    public static string Parameter(string name, Chance chance) => name switch
    {
        "automation" => chance.Of(AutomationIds),
        "execution" => chance.Of(ExecutionIds),
        "run" => chance.Of(RunIds),
        "kubiya" => chance.Of(KubiyaIds),
        _ => chance.Of(["one", "two", "rule-1", "rule-2"]),
    };

    private static (string, IReadOnlyList<string>)[] Rules() =>
    [
        ("rateLimits", ["true", "false"]),
        (
            "rules",
            [
                """[{"operation":"ResolvePaused","times":2,"status":503,"headers":{"Retry-After":"1"}}]""", """[{"percent":5,"connection":"reset","moment":"afterWork"}]""",
                """[{"latencyFromMs":1e308}]""", """[{"latencyFromMs":-1}]""", """[{"status":503,"headers":{"a b":"c"}}]""", """[{"status":503,"headers":null}]""", """[{"body":"x","contentType":null}]""",
                """[{"body":"\ud800"}]""", """[{"status":99}]""", "[null]",
            ]
        ),
        ("neverResolve", ["""[{"automation":"aut_runaway","count":2}]""", """[{"automation":null,"count":2}]""", """[{"automation":"aut_small","count":2147483647}]""", "[{}]"]),
        ("runaways", ["""[{"automation":"aut_runaway","everyMs":31000000000}]""", """[{"automation":"aut_small","everyMs":9223372036854775807}]""", """[{"automation":"aut_small","everyMs":31000000000,"retripAfter":2147483647}]"""]),
    ];
}

/// <summary>Some operations with right values. Whatever is one of these in these tests is fuzzed, too.</summary>
internal interface IFuzzedOperations
{
    IEnumerable<FuzzOperation> Operations { get; }
}

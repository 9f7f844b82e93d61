using System.Text.Json;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Json;

namespace ExecutionControl.Client.Tests.Data;

/// <summary>What holds for every public type that is data, those included that are written one day.</summary>
public sealed class RecordTests
{
    public static TheoryData<Type> Records { get; } = [.. PublicTypes.Records];

    public static TheoryData<Type> Data { get; } = [.. PublicTypes.Data];

    [Fact]
    public void Records_OfTheClient_AreFound() => Assert.Superset(
        new HashSet<Type> { typeof(AgentRun), typeof(ResolvePausedResult), typeof(ControlCallFailure), typeof(ControlCallDetails), typeof(WaitResult<bool?>) },
        PublicTypes.Records.ToHashSet());

    [Theory]
    [MemberData(nameof(Data))]
    public void Json_WithReflection_IsReadAsItWasWritten(Type type)
    {
        var value = Example.Of(type);

        AssertEqual(value, JsonSerializer.Deserialize(JsonSerializer.Serialize(value, type), type));
    }

    [Theory]
    [MemberData(nameof(Data))]
    public void Json_SourceGenerated_IsReadAsItWasWritten(Type type)
    {
        var value = Example.Of(type);
        var generated = ControlJsonContext.Default.GetTypeInfo(type);

        Assert.True(generated is not null, $"{nameof(ControlJsonContext)} does not know {type}.");
        AssertEqual(value, JsonSerializer.Deserialize(JsonSerializer.Serialize(value, generated), generated));
    }

    /// <summary>As an application has it: its own names for properties, and this library's types among its own.</summary>
    [Theory]
    [MemberData(nameof(Data))]
    public void Json_InAnApplicationsOptions_IsReadAsItWasWritten(Type type)
    {
        var options = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };
        options.TypeInfoResolverChain.Add(ControlJsonContext.Default);
        var value = Example.Of(type);

        var json = JsonSerializer.Serialize(value, type, options);

        AssertEqual(value, JsonSerializer.Deserialize(json, type, options));
        Assert.DoesNotContain("\"Service", json, StringComparison.Ordinal);
    }

    /// <summary>A constructor with parameters, and what takes a record apart, would break with every member that is added.</summary>
    [Theory]
    [MemberData(nameof(Records))]
    public void Records_Public_AreNominal(Type record)
    {
        Assert.Equal([0], record.GetConstructors().Select(static constructor => constructor.GetParameters().Length));
        Assert.Null(record.GetMethod("Deconstruct"));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Equals_AnotherOfTheSameValues_IsEqual(Type record)
    {
        var (first, second) = (Example.Of(record), Example.Of(record));

        Assert.NotSame(first, second);
        AssertEqual(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Equals_AnythingElse_IsNot(Type record)
    {
        foreach (var property in Example.PropertiesOf(record))
        {
            var changed = Example.Of(record);
            property.SetValue(changed, Example.Of(property.PropertyType, property.Name + "2") switch
            {
                true => false,
                System.Collections.IList => null,
                Enum => Enum.ToObject(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, 0),
                var other when other.Equals(property.GetValue(changed)) => null,
                var other => other,
            });

            Assert.False(Example.Of(record).Equals(changed), $"{record.Name} takes no account of {property.Name}.");
        }
    }

    /// <summary>A list that a record was given, and that is changed afterwards, changes nothing of the record.</summary>
    [Fact]
    public void Lists_ChangedAfterwards_AreNot()
    {
        var ids = new List<string> { "aut_1" };
        var filter = new AutomationExecutionFilter { AutomationIds = ids };

        ids.Add("aut_2");

        Assert.Equal(["aut_1"], filter.AutomationIds);
        Assert.Equal("[aut_1]", filter.AutomationIds.ToString());
    }

    [Fact]
    public void Lists_NullInJson_AreEmpty() => Assert.Empty(JsonSerializer.Deserialize<AutomationExecutionFilter>("""{"States":null}""")!.States);

    /// <summary>What is printed is decided for each text: what an agent was told or answered, what people are called, and bodies are not.</summary>
    [Fact]
    public void ToString_OfEveryRecord_ShowsTheseTextsAlone()
    {
        const string Shown = """
            AgentRun: State, CreatedAtText
            AgentRunFilter: SourceType
            AgentRunPullRequest: Url
            Automation: Id, DisplayName, Description, AppId, CircuitBreakerPeriod
            AutomationExecution: Id, AutomationId, State
            AutomationExecutionFilter: AutomationIds, States, AppIds, SubjectUserIds
            CircuitBreakerTrip: Period
            ClearCircuitBreakerResult: BulkActionId, Target, Warning, RequestId
            ControlCallDetails: Operation, Target, ErrorType
            ControlCallFailure: Message
            KubiyaExecution: Id, State, EntityId, RunnerName, CreatedAtText
            KubiyaExecutionCommandResult: State, WorkflowId, Message, Target, Warning, RequestId
            KubiyaExecutionFilter: State
            PullRequestChecksResult: Target, Warning, RequestId
            ResolvePausedResult: BulkActionId, Target, Warning, RequestId
            ResumeAgentRunResult: Target, Warning, RequestId
            TerminateAutomationExecutionResult: Target, Warning, RequestId
            UpdateAutomationResult: Target, Warning, RequestId
            WaitResult: State
            """;

        var shown = string.Join('\n', PublicTypes.Records.Select(TextsShownBy).Where(static line => line.Length > 0).Distinct().Order(StringComparer.Ordinal));

        Assert.True(Shown == shown, $"What is printed has changed. It is now:\n{shown}");
    }

    private static string TextsShownBy(Type record)
    {
        var text = Example.Of(record).ToString()!;
        var names = Example.PropertiesOf(record).Select(static property => property.Name)
            .Where(name => text.Contains(Example.TextOf(name), StringComparison.Ordinal)).ToList();
        return names.Count == 0 ? string.Empty : $"{record.Name.Split('`')[0]}: {string.Join(", ", names)}";
    }

    private static void AssertEqual(object expected, object? actual)
    {
        Assert.True(expected.Equals(actual), $"{JsonSerializer.Serialize(expected)}\nis not\n{JsonSerializer.Serialize(actual, expected.GetType())}");
    }
}

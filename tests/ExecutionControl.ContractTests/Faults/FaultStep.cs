using System.Text.Json.Nodes;
using ExecutionControl.Client.Tests.Wire;
using ExecutionControl.ContractTests.Stubs;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>What becomes of one request: as a stub's answer, as the bytes of a bare socket, or either.</summary>
/// <param name="Stub">The answer in WireMock.Net's own format; null for what WireMock cannot do.</param>
/// <param name="Reply">What the socket does; null for what is left to WireMock.</param>
internal sealed record FaultStep(Func<FaultScene, JsonObject>? Stub, Func<FaultScene, Reply>? Reply)
{
    private const string Json = "application/json";

    /// <summary>The answer that accepts the operation.</summary>
    public static FaultStep Accepted { get; } = Body(operation => operation.Accepted);

    /// <summary>A look at a target that is as it was.</summary>
    public static FaultStep Unchanged { get; } = Body(operation => operation.Unchanged);

    /// <summary>A look at a target that is as it was to become.</summary>
    public static FaultStep Reached { get; } = Body(operation => operation.Reached);

    /// <summary>Nothing, until the test turns the clock or gives up.</summary>
    public static FaultStep Silence { get; } = Socket(Client.Tests.Wire.Reply.Hang);

    /// <summary>Whether the clock is turned past every time limit once the step's bytes are out.</summary>
    public bool TurnsClock { get; private init; }

    public static FaultStep Body(Func<ControlledOperation, string> body) => Answer(200, Json, scene => body(scene.Operation), _ => []);

    public static FaultStep Ok(string body, string contentType = Json) => Answer(200, contentType, _ => body, _ => []);

    public static FaultStep Status(int status, params string[] headers) =>
        Answer(status, Json, _ => """{"message":"the service's own words"}""", _ => headers);

    public static FaultStep StatusAndBody(int status, string body) => Answer(status, Json, _ => body, _ => []);

    public static FaultStep Redirect(int status) =>
        Answer(status, "text/plain", _ => "elsewhere", scene => [$"Location: {new Uri(scene.OtherHost, scene.Operation.Path)}"]);

    /// <summary>One of the ways in which <see cref="BrokenConnection"/> ends a connection.</summary>
    public static FaultStep Broken(string way) => new(_ => new JsonObject { ["Headers"] = new JsonObject { [BrokenConnection.Header] = way } }, Reply: null);

    public static FaultStep Socket(Func<Reply> reply) => new(Stub: null, _ => reply());

    public static FaultStep Socket(Func<ControlledOperation, Reply> reply) => new(Stub: null, scene => reply(scene.Operation));

    /// <summary>This step, with time running out after it.</summary>
    public FaultStep UntilTimeout() => this with { TurnsClock = true };

    private static FaultStep Answer(int status, string contentType, Func<FaultScene, string> body, Func<FaultScene, string[]> headers) => new(
        scene =>
        {
            var fields = new JsonObject { ["Content-Type"] = contentType };
            foreach (var header in headers(scene))
            {
                var pair = header.Split(": ", 2);
                fields[pair[0]] = pair[1];
            }

            return new JsonObject { ["StatusCode"] = status, ["Headers"] = fields, ["Body"] = body(scene) };
        },
        scene => Client.Tests.Wire.Reply.Text(status, contentType, body(scene), headers(scene)));
}

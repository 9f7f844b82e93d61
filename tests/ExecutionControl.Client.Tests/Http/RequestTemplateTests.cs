using System.Globalization;
using System.Text;
using ExecutionControl.Client.Connection;
using ExecutionControl.Client.Generated.Codegen;
using ExecutionControl.Client.Generated.ConductorOne;
using ExecutionControl.Client.Generated.Kubiya;
using ExecutionControl.Client.Generated.Kubiya.Models;
using ExecutionControl.Client.Http;

namespace ExecutionControl.Client.Tests.Http;

/// <summary>What is made of a template is the request that Kiota would build.</summary>
public sealed class RequestTemplateTests
{
    private static readonly RequestBuilding Building = new(new Uri("https://cp.example.test/below"));

    /// <summary>Whatever an id may hold: no slash, no control character and no half of a character.</summary>
    [Fact]
    public void Create_AnyId_IsTheAddressThatKiotaBuilds()
    {
        var api = new ConductorOneApiClient(Building);
        var template = new RequestTemplate(id => api.Api.V1.Automations[id].Circuit_breaker.Clear.ToPostRequestInformation(new()));
        var random = new Random(1);

        foreach (var id in (string[])["aut_1", "%2e%2e", "%", "a b", "+", "{id}", "#?&=", "é漢", "..", "~-_.!*'();:@,$[]\"<>|^`", .. Enumerable.Range(0, 500).Select(_ => Id(random))])
        {
            var expected = api.Api.V1.Automations[id].Circuit_breaker.Clear.ToPostRequestInformation(new()).URI;

            Assert.Equal(expected.AbsoluteUri, template.Create(id).RequestUri!.AbsoluteUri);
        }
    }

    [Fact]
    public async Task Create_WithABody_HasKiotasMethodAndHeadersAndThisBody()
    {
        var api = new KubiyaApiClient(Building);
        var template = new RequestTemplate(id => api.Api.V1.Executions[id].Terminate.ToPostRequestInformation(new()));

        var request = template.Create("e-1", RequestTemplate.Body(new TerminateExecutionRequest { Reason = "stuck" }));

        Assert.Equal((HttpMethod.Post, "https://cp.example.test/below/api/v1/executions/e-1/terminate"), (request.Method, request.RequestUri!.AbsoluteUri));
        Assert.Equal("Accept: application/json", request.Headers.ToString().Trim());
        Assert.Equal("application/json", request.Content!.Headers.ContentType!.ToString());
        Assert.Equal("""{"reason":"stuck"}""", await request.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Create_WithoutABody_HasTheOneThatKiotaWasGivenOrNone()
    {
        var (conductorOne, kubiya) = (new ConductorOneApiClient(Building), new KubiyaApiClient(Building));
        var terminate = new RequestTemplate(id => conductorOne.Api.V1.Automation_executions[id].Actions.Terminate.ToPostRequestInformation(new()));
        var pause = new RequestTemplate(id => kubiya.Api.V1.Executions[id].Pause.ToPostRequestInformation());

        Assert.Equal("{}", await terminate.Create("1").Content!.ReadAsStringAsync());
        Assert.Null(pause.Create("1").Content);
    }

    [Fact]
    public void Create_IdThatIsANumber_IsFilledIn()
    {
        var api = new CodegenApiClient(Building);
        var template = new RequestTemplate(id => api.V1.Organizations[42].Agent.Run[long.Parse(id, CultureInfo.InvariantCulture)].ToGetRequestInformation());

        Assert.Equal("https://cp.example.test/below/v1/organizations/42/agent/run/101", template.Create("101").RequestUri!.AbsoluteUri);
        Assert.Equal(HttpMethod.Get, template.Create("101").Method);
    }

    private static string Id(Random random)
    {
        var id = new StringBuilder();
        for (var length = random.Next(1, 40); length > 0; length--)
        {
            var character = (char)random.Next(' ', random.Next(4) == 0 ? 0xD7FF : 0x7F);
            id.Append(char.IsControl(character) || character is '/' or '\\' ? '.' : character);
        }

        return id.Append('x').ToString();
    }
}

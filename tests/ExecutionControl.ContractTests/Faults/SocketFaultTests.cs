using System.Net;
using System.Net.Sockets;
using ExecutionControl.Client.Tests.Time;
using ExecutionControl.Client.Tests.Wire;

namespace ExecutionControl.ContractTests.Faults;

/// <summary>The faults of a bare socket: what WireMock cannot do, or cannot say when it has done it.</summary>
public sealed class SocketFaultTests
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static TheoryData<string, string> Cells => FaultMatrix.Cells(areWireMocks: false);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Call_FacesFault_EndsAsDesigned(string operation, string fault)
    {
        using var cancellation = new CancellationTokenSource();
        await new Cell(ControlledOperations.Find(operation), FaultMatrix.Find(fault), cancellation).RunAsync().WaitAsync(TimeSpan.FromSeconds(60));
    }

    private sealed class Cell(ControlledOperation operation, Fault fault, CancellationTokenSource cancellation)
    {
        private int _calls;
        private int _looks;
        private int _tokens;

        public async Task RunAsync()
        {
            await using var other = new ScriptedServer(Reply.Json("{}"));
            var clock = ControlClients.Clock(fault.Cancel == CancelPoint.WhileWaiting ? cancellation.Cancel : null);
            var call = new FaultCall(operation, fault, clock);
            if (!fault.Listens)
            {
                using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                using var stranded = new ControlClients(new Uri($"http://{deaf.LocalEndPoint}"), clock, fault.TokenKind);
                await call.MakeAsync(stranded, CancellationToken.None);
                call.AssertExpected(requests: 0);
                return;
            }

            var scene = new FaultScene(operation, other.Url);
            ScriptedServer? running = null;
            await using var server = running = new ScriptedServer(request => Answer(request, scene, clock, () => running!.StopListening()));
            var isTls = fault.Cancel == CancelPoint.WhileConnecting;
            using var clients = new ControlClients(isTls ? new Uri($"https://{server.Url.Authority}") : server.Url, clock, fault.TokenKind);
            if (fault.ReusesConnection)
            {
                await operation.LookAsync(clients);
            }

            if (isTls)
            {
                _ = server.Connected.ContinueWith(_ => cancellation.Cancel(), TaskScheduler.Default);
            }
            else if (fault.Cancel == CancelPoint.BeforeTheCall)
            {
                await cancellation.CancelAsync();
            }

            await call.MakeAsync(clients, cancellation.Token);

            var changes = server.Requests.Where(IsChange).ToList();
            call.AssertExpected(changes.Count, cancellation.Token);
            Assert.Empty(other.Requests);
            Assert.True(fault.TokenRequests is null || fault.TokenRequests(operation) == _tokens, $"{_tokens} token requests");
            Assert.True(!fault.ReusesConnection || changes[0].Connection == server.Requests[0].Connection);
        }

        // A look may go to the same path.
        private bool IsChange(ScriptedRequest request) => request.Path == operation.Path && request.Method == "POST";

        private Reply Answer(ScriptedRequest request, FaultScene scene, TurnedClock clock, Action stopListening)
        {
            if (IsChange(request) && fault.StopsListening)
            {
                stopListening();
            }

            var (steps, number) = request.Path switch
            {
                _ when IsChange(request) => (fault.Steps, _calls++),
                _ when request.Path == operation.LookPath => (fault.Looks ?? [FaultStep.Unchanged], _looks++),
                _ when request.IsToken => (fault.Tokens!, _tokens++),
                _ => ([FaultStep.Ok(ControlledOperations.Found(fault.Paused))], 0),
            };
            var step = steps[Math.Min(number, steps.Length - 1)];
            var reply = step.Reply!(scene);
            if (step.TurnsClock)
            {
                var limit = request.IsToken ? ControlClients.TokenTimeout : ControlClients.AttemptTimeout;
                _ = reply.Written.Task.ContinueWith(_ => clock.Advance(limit + OneSecond), TaskScheduler.Default);
            }
            else if ((fault.Cancel == CancelPoint.AfterTheLastStep && steps == fault.Steps && number == steps.Length - 1)
                || (fault.Cancel == CancelPoint.WhileLooking && steps == fault.Looks))
            {
                _ = reply.Written.Task.ContinueWith(_ => cancellation.Cancel(), TaskScheduler.Default);
            }

            return reply;
        }
    }
}

using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.Tokens;

public sealed class TokenContractTests
{
    public static TheoryData<string> Checks => HealthyServer.NamesOf(ContractSuite.Tokens);

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Check_HealthyServer_IsKept(string name) => HealthyServer.KeepsAsync(name);
}

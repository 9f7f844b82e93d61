using ExecutionControl.ConformanceTests.Suite;

namespace ExecutionControl.ConformanceTests.ConductorOne;

public sealed class ConductorOneContractTests
{
    public static TheoryData<string> Checks => HealthyServer.NamesOf(ContractSuite.ConductorOne);

    [Theory]
    [MemberData(nameof(Checks))]
    public Task Check_HealthyServer_IsKept(string name) => HealthyServer.KeepsAsync(name);
}

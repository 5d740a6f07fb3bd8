using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Bastion.Admin.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class HttpEndpoints : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Http",
                table: "Endpoints",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Http",
                table: "Endpoints");
        }
    }
}

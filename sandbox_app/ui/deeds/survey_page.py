"""A question to everybody, as of the moment shown: asked by a process of its own, answered as a table that can be saved."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PySide6.QtCore import QProcess, QProcessEnvironment, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from sandbox_app import processes
from sandbox_app.ui.pieces import button, column, label, row, tip
from sandbox_app.ui.scene import Scene
from sandbox_app.ui.words import several, tr


class _Answer(msgspec.Struct):
    agent: str
    answer: str
    error: str


class _Report(msgspec.Struct):
    time: str
    model: str
    rows: list[_Answer]


class SurveyPage(QDialog):
    """The page. Nothing in the world changes by being asked, and nobody remembers it.

    Attributes:
        options: more options of `sandbox-app survey`, as which engine answers.
    """

    def __init__(self, scene: Scene, parent: QWidget, options: Sequence[str] = ()) -> None:
        super().__init__(parent)
        self._scene = scene
        self.options = list(options)
        self._folder: TemporaryDirectory[str] | None = None
        self._process: QProcess | None = None
        self._answers: list[_Answer] = []
        self._asked = ""
        self.setWindowTitle(tr("Ask everyone a question"))
        self.setMinimumSize(420, 260)
        self.resize(720, 480)
        self.question = QLineEdit()
        self.question.setPlaceholderText(tr("What are you looking forward to?"))
        self.question.setAccessibleName(tr("Your question"))
        self.question.setMaxLength(300)
        self.ask_button = button(tr("Ask everyone"), self.ask, "primary", name="askEveryone")
        self.ask_button.setDefault(True)
        self.untrained = QCheckBox(tr("Ask even a model that did not learn to be interviewed"))
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("They are being asked"))
        self.progress.hide()
        self.message = label(
            tr("Everybody is asked as of the moment shown. Nobody remembers it, and the world stays as it is."), "quiet", wrap=True
        )
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels([tr("Who"), tr("Answer")])
        self.table.setAccessibleName(tr("Answers"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.save_button = button(tr("Save the table…"), self.choose_file)
        self.save_button.setEnabled(False)
        self.stop_button = button(tr("Stop asking"), self.stop)
        self.stop_button.hide()
        for other in (self.save_button, self.stop_button):
            other.setAutoDefault(False)
        head = row(self.question, self.ask_button)
        head.setStretchFactor(self.question, 1)
        end = row(self.untrained, 1, self.stop_button, self.save_button)
        whole = column(head, self.message, self.progress, self.table, end, spacing=10, margins=(16, 14, 16, 14))
        whole.setStretchFactor(self.table, 1)
        whole.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # the page's own least size is enough
        self.setLayout(whole)

    def ask(self) -> None:
        """Put the question to everybody."""
        question, world = self.question.text().strip(), self._scene.world
        if not question or world is None or self._process is not None:
            return
        self._folder = TemporaryDirectory()
        file = Path(self._folder.name) / "question.toml"
        asked = question.replace("{", "{{").replace("}", "}}")
        file.write_text(f"[question]\nquestions = [{json.dumps(asked)}]\n", encoding="utf-8")
        step = str(self._scene.step)
        command = processes.program("survey", str(world.path), str(file), "--json", "--at", step, *self.options)
        if self.untrained.isChecked():
            command.append("--untrained")
        self._process = QProcess(self)
        surroundings = QProcessEnvironment()
        for name, value in processes.environment().items():
            surroundings.insert(name, value)
        self._process.setProcessEnvironment(surroundings)
        self._process.finished.connect(self._finished)
        self._busy(True)
        self.message.setText(tr("They are being asked…"))
        self._process.start(command[0], list(command[1:]))

    def stop(self) -> None:
        """Ask no more; what was not answered is left."""
        if self._process is not None:
            self._process.finished.disconnect(self._finished)
            self._process.kill()
            self._process.waitForFinished(1000)
            self._end(tr("Stopped. Nobody has answered."))

    def save(self, path: Path) -> None:
        """Write the answers as CSV."""
        text = io.StringIO()
        table = csv.writer(text)
        table.writerow(["agent", "question", "answer"])
        table.writerows([one.agent, self._asked, one.answer] for one in self._answers)
        try:
            path.write_text(text.getvalue(), encoding="utf-8")
        except OSError as error:
            self.message.setText(tr("The table could not be written to {path}: {why}.", path=path, why=error.strerror))
            return
        self.message.setText(tr("The answers are in {path}.", path=path))

    def choose_file(self) -> None:
        """Let the person say where the table is kept."""
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the table"), str(Path.home() / "answers.csv"), tr("Tables (*.csv)"))
        if name:
            self.save(Path(name))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody is asked behind a closed page."""
        self.stop()
        super().closeEvent(event)

    def _finished(self, status: int) -> None:
        assert self._process is not None
        told = bytes(self._process.readAllStandardOutput().data())
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        if status != 0:
            self._end(said.splitlines()[-1] if said else tr("The question could not be asked."))
            return
        report = msgspec.json.decode(told, type=_Report)
        self._answers = report.rows
        self._asked = self.question.text().strip()
        self.table.setRowCount(len(report.rows))
        for number, one in enumerate(report.rows):
            for place, text in enumerate((one.agent, one.answer or tr("no answer: {why}", why=one.error))):
                item = QTableWidgetItem(text)
                item.setToolTip(tip(text))
                self.table.setItem(number, place, item)
        self.table.resizeColumnToContents(0)
        self.table.resizeRowsToContents()
        answered = sum(bool(one.answer) for one in report.rows)
        said = several(answered, "{count} answer", "{count} answers")
        self._end(tr("{count} by {model}, {time}.", count=said, model=report.model, time=report.time))
        self.save_button.setEnabled(True)

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.stop_button.setVisible(busy)
        self.ask_button.setEnabled(not busy)

    def _end(self, words: str) -> None:
        assert self._process is not None
        self._process.deleteLater()
        self._process = None
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
        self._busy(False)
        self.message.setText(words)

"""Figures of treatments: where a needle, a probe or an implant goes."""

from django.utils.translation import gettext_lazy as _

from pages.figures.figure import Figure, Label

TREATMENTS = {
    "trigger-point": Figure(
        _("An injection into a muscle."),
        Label(45, 84, _("Muscle knot (trigger point)")),
        Label(64, 65, _("Needle: it goes into the knot")),
        Label(98, 80, _("Muscle")),
    ),
    "epidural": Figure(
        _("The spine, seen from the side. The front is on the left."),
        Label(70, 50, _("Epidural space: the medicine goes here")),
        Label(94, 73, _("Needle: it passes between two spine bones")),
        Label(58, 98, _("Sac with the spinal cord or nerves")),
        Label(26, 21, _("Spine bone (vertebra)")),
        Label(26, 39, _("Disc")),
    ),
    "medial-branch": Figure(
        _("A spine bone (vertebra), seen from behind."),
        Label(82, 28, _("Medial branch: a small nerve that carries feeling from a small joint of the spine")),
        Label(92, 47, _("Needle: it puts numbing medicine beside the nerve")),
        Label(16, 51, _("Spine bone (vertebra)")),
    ),
    "facet-injection": Figure(
        _("Two spine bones, seen from behind."),
        Label(47, 60, _("Facet joint: the medicine goes here")),
        Label(62, 57, _("Needle")),
        Label(10, 33, _("Spine bone (vertebra)")),
    ),
    "radiofrequency": Figure(
        _("A probe at a nerve."),
        Label(40, 92, _("Heated spot: the nerve may stop carrying pain for a time")),
        Label(60, 68, _("Probe: only its tip gets warm")),
        Label(92, 88, _("Nerve, with its bundles of fibers")),
    ),
    "sacroiliac-injection": Figure(
        _("The pelvis, seen from behind."),
        Label(76, 53, _("Sacroiliac joint: the medicine goes here")),
        Label(77, 32, _("Needle")),
        Label(54, 70, _("Base of the spine (sacrum)")),
        Label(24, 40, _("Hip bone")),
    ),
    "sacroiliac-fusion": Figure(
        _("The pelvis, seen from behind, with implants placed from the side."),
        Label(83, 44, _("Implants: they pass through the joint and hold it steady")),
        Label(54, 64, _("Base of the spine (sacrum)")),
        Label(24, 34, _("Hip bone")),
    ),
    "joint-injection": Figure(
        _("The knee, seen from the front, as an example of a joint."),
        Label(40, 70, _("Joint space: the medicine goes here")),
        Label(66, 64, _("Needle")),
        Label(26, 22, _("Thigh bone (femur)")),
        Label(26, 100, _("Shin bone (tibia)")),
    ),
    "nerve-block": Figure(
        _("An injection near a nerve."),
        Label(40, 94, _("Numbing medicine around the nerve")),
        Label(56, 70, _("Needle: its tip stays close to the nerve")),
        Label(92, 88, _("Nerve, with its bundles of fibers")),
    ),
    "vertebral-augmentation": Figure(
        _("The spine, seen from the side. The front is on the left."),
        Label(36, 58, _("Bone cement in the broken spine bone (vertebra)")),
        Label(82, 50, _("Hollow needle for the cement")),
        Label(36, 20, _("Spine bone that is not broken")),
    ),
    "sympathetic-plexus": Figure(
        _("The spine, seen from the front."),
        Label(78, 60, _("Sympathetic nerves: they run on both sides of the spine")),
        Label(96, 57, _("Needle: it puts numbing medicine near these nerves")),
        Label(44, 18, _("Spine bone (vertebra)")),
    ),
    "spinal-cord-stimulator": Figure(
        _("The spine, seen from the side. The front is on the left."),
        Label(61, 34, _("Thin wire (lead) with contacts, in the space behind the spinal cord")),
        Label(93, 92, _("Battery, under the skin of the buttock or belly")),
        Label(34, 20, _("Spine bone (vertebra)")),
    ),
    "peripheral-nerve-stimulator": Figure(
        _("A nerve outside the spine, with a stimulator."),
        Label(34, 54, _("Nerve outside the spine")),
        Label(47, 32, _("Thin wire (lead) close to the nerve")),
        Label(92, 84, _("Pulse unit: worn on the body or placed under the skin")),
    ),
    "mild": Figure(
        _("A spine bone (vertebra), seen from above. The front is at the top."),
        Label(54, 77, _("Thick ligament: it takes up room in the canal")),
        Label(54, 63, _("Spinal canal with the nerves")),
        Label(87, 101, _("Tube: through it, bits of ligament and bone are removed")),
        Label(76, 34, _("Body of the spine bone")),
    ),
    "interspinous-spacer": Figure(
        _("Two spine bones, seen from the side. The front is on the left."),
        Label(94, 62, _("Spacer: it limits leaning back")),
        Label(98, 40, _("Bony bump at the back of the spine (spinous process)")),
        Label(58, 56, _("Opening for a nerve: leaning back makes it smaller")),
        Label(26, 35, _("Spine bone (vertebra)")),
    ),
    "interlaminar-fixation": Figure(
        _("Two spine bones, seen from behind."),
        Label(50, 68, _("Plates: they grip the bony bumps from both sides")),
        Label(61, 44, _("Bony bump at the back of the spine (spinous process)")),
        Label(94, 80, _("Spine bone (vertebra)")),
    ),
    "disc-heating": Figure(
        _("A disc, seen from above. The front is at the top."),
        Label(40, 74, _("Heated tissue in the disc")),
        Label(91, 89, _("Probe: it comes in through the skin of the back")),
        Label(66, 48, _("Soft center of the disc")),
        Label(98, 40, _("Tough outer ring of the disc")),
    ),
    "discectomy": Figure(
        _("A disc, seen from above. The front is at the top."),
        Label(36, 87, _("Bulge: it can press on a nerve")),
        Label(66, 46, _("Soft center of the disc: a little is taken out")),
        Label(86, 79, _("Narrow tube: it comes in through the skin of the back")),
        Label(98, 38, _("Tough outer ring of the disc")),
    ),
    "sinuvertebral-nerve": Figure(
        _("Two spine bones with a disc, seen from the side. The front is on the left."),
        Label(62, 68, _("Sinuvertebral nerve, at the back of the disc")),
        Label(84, 69, _("Probe: it heats the nerve")),
        Label(88, 30, _("The nerve branches off near a spinal nerve")),
        Label(28, 62, _("Disc")),
        Label(28, 36, _("Spine bone (vertebra)")),
    ),
}
